type Right = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

const READ: readonly Right[] = ['SELECT'];
/** For the ledger's tables: no row of them is ever changed or deleted. */
const APPEND: readonly Right[] = ['SELECT', 'INSERT'];
const CHANGE: readonly Right[] = ['SELECT', 'INSERT', 'UPDATE'];
const ALL: readonly Right[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

/** All rights that the server needs, by table: never to create, truncate or drop one. `npm run forget` needs the owner's rights. */
export const RIGHTS: Readonly<Record<string, readonly Right[]>> = {
  schema_migrations: READ,
  attempt_transitions: READ,
  setup_transitions: READ,
  letter_types: READ, // for the trigger by which release 0.3.0 fills the outbox
  order_history: APPEND,
  repeat_payment_history: APPEND,
  shop_events: APPEND,
  transaction_uses: APPEND,
  intent_uses: APPEND,
  schedule_uses: APPEND,
  event_feed: ['SELECT', 'UPDATE'],
  orders: CHANGE,
  attempts: CHANGE,
  refunds: CHANGE,
  repeat_payments: CHANGE,
  repeat_payment_setups: CHANGE,
  outbox: ALL,
  notices: ALL,
  notice_pauses: ALL,
  idempotency_keys: ALL,
  rate_limits: ALL,
};
