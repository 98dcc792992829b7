import type { NewOrder, OrderAmendment, OrderChange } from '../domain/history';

/** What is told of a change: ids, amounts in minor units, words. */
export type Details = Readonly<Record<string, string | number | null | readonly string[]>>;

/**
 * The fields of changes that leave by the API, and under which name. What is not here stays inside, whatever kind of change has it:
 * nonces, intents, challenges, tokens, and who the customer is.
 */
const TOLD: Readonly<Record<string, string>> = {
  attemptId: 'attempt_id',
  refundId: 'refund_id',
  transactionId: 'transaction_id',
  method: 'method',
  amount: 'amount',
  kind: 'kind',
  reason: 'reason',
  because: 'reason',
  as: 'reason',
  note: 'reason',
  resolution: 'resolution',
};

export function detailsOf(change: OrderChange): Details {
  switch (change.type) {
    case 'order_created':
      return ofNewOrder(change.order);
    case 'order_amended':
      return ofAmendment(change.amendment);
    case 'refund_claimed':
      return { refund_id: change.refund.id, ...told(change.refund) };
    default:
      return told(change);
  }
}

function told(change: object): Details {
  const details = Object.entries(change).flatMap(([field, value]) => {
    const name = TOLD[field];
    const told = plain(value);
    return name === undefined || told === undefined ? [] : [[name, told] as const];
  });
  return Object.fromEntries(details);
}

function plain(value: unknown): string | number | null | undefined {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  if (typeof value !== 'object' || !('minor' in value)) return undefined;
  return plain(value.minor);
}

function ofNewOrder({ amount, expiresAt }: NewOrder): Details {
  return { amount: amount.minor, currency: amount.currency, expires_at: expiresAt.toISOString() };
}

/** Which fields were given a new value; the values only where they are nobody's name or address. */
function ofAmendment({ amount, expiresAt, ...others }: OrderAmendment): Details {
  const given = Object.entries({ amount, expires_at: expiresAt, ...others });
  return {
    changed: given.filter(([, value]) => value !== undefined).map(([name]) => name),
    ...(amount ? { amount: amount.minor } : {}),
    ...(expiresAt ? { expires_at: expiresAt.toISOString() } : {}),
  };
}
