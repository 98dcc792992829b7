/** The examples of the API's reference. A test makes each request and gets exactly these answers. */

const ID = 'rp_3nK0yVQyUeSGNCsv1t9cNw';
const SETUP_ID = 'set_gfr0Yb1vD2bQm9Xe';
const CREATED_AT = '2026-11-20T10:00:00.000Z';
const ADDRESS = 'https://pay.example/repeat-payments/b8Jq4mS1yT7eWv0Zc5Hn2Rk9Lx3Pd6Ua';

export const NEW_FIXED = {
  type: 'fixed',
  reference: 'GYM-17',
  currency: 'GBP',
  customer: { name: 'Ada Shopper', email: 'ada@shopper.example' },
  amount: 500,
  first_amount: 1000,
  frequency: 'months',
  every: 1,
  instalments: 3,
  success_url: 'https://shop.example/welcome',
};

const CUSTOMER = { name: 'Ada Shopper', email: 'ada@shopper.example', address: null, postcode: null };

export const PLANNED_FIXED = {
  id: ID,
  type: 'fixed',
  status: 'pending',
  needs_review: null,
  reference: 'GYM-17',
  currency: 'GBP',
  amount: 500,
  frequency: 'months',
  every: 1,
  start_date: null,
  first_amount: 1000,
  final_amount: null,
  final_date: null,
  instalments: 3,
  schedule: null,
  customer: CUSTOMER,
  order_id: null,
  success_url: 'https://shop.example/welcome',
  created_at: CREATED_AT,
  expires_at: '2026-11-27T10:00:00.000Z',
  started_at: null,
  closed_as: null,
  payments: [
    payment(1, null, '2026-11-20', 1000, 'pending'),
    payment(2, null, '2026-12-20', 500, 'pending'),
    payment(3, null, '2027-01-20', 500, 'pending'),
  ],
  setups: [],
  pending: [],
  checkout_url: ADDRESS,
};

export const NEW_VARIABLE = {
  type: 'variable',
  reference: 'KITCHEN-3',
  currency: 'GBP',
  schedule: [
    { date: '2026-12-01', amount: 150_000 },
    { date: '2027-02-15', amount: 225_000 },
  ],
};

export const PLANNED_VARIABLE = {
  ...PLANNED_FIXED,
  type: 'variable',
  reference: 'KITCHEN-3',
  amount: null,
  frequency: null,
  every: null,
  first_amount: null,
  instalments: null,
  schedule: NEW_VARIABLE.schedule,
  customer: { name: null, email: null, address: null, postcode: null },
  success_url: null,
  payments: [
    payment(1, null, '2026-12-01', 150_000, 'pending'),
    payment(2, null, '2027-02-15', 225_000, 'pending'),
  ],
};

export const RUNNING = {
  ...PLANNED_FIXED,
  status: 'active',
  customer: { ...CUSTOMER, address: '12 St James Square', postcode: 'SW1Y 4LB' }, // as the customer typed it
  started_at: CREATED_AT,
  payments: [
    payment(1, '1430', '2026-11-20', 1000, 'paid'),
    payment(2, '1431', '2026-12-20', 500, 'pending'),
    payment(3, '1432', '2027-01-20', 500, 'pending'),
  ],
  setups: [
    { id: SETUP_ID, presence: 'online', status: 'started', created_at: CREATED_AT, decline_reason: null },
  ],
};

export const CANCELLED = {
  ...RUNNING,
  status: 'cancelled',
  payments: withStatus('cancelled', '1431', '1432'),
};
export const ONE_CANCELLED = { ...RUNNING, payments: withStatus('cancelled', '1431') };
export const REFUNDED = { ...RUNNING, payments: withStatus('refunded', '1430') };
export const RETRIED = { ...RUNNING, payments: withStatus('paid', '1431') };
export const CARD_UPDATE = { checkout_url: `${ADDRESS}/new-card` };

function payment(number: number, id: string | null, date: string, amount: number, status: string) {
  return { id, date, amount, status, reference: `Payment ${number}` };
}

function withStatus(status: string, ...ids: readonly string[]) {
  return RUNNING.payments.map((each) =>
    each.id !== null && ids.includes(each.id) ? { ...each, status } : each,
  );
}

function line(sequence: number, by: string, type: string, evidence: string | null, details: object) {
  return { sequence, at: CREATED_AT, by, type, evidence, details };
}

const OF_SETUP = { setup_id: SETUP_ID };
const SEEN = 'fixed schedule 273 is Active';

export const RUNNING_HISTORY = [
  line(1, 'api', 'repeat_payment_created', 'API key key_30ea50cd', {
    type: 'fixed',
    expires_at: '2026-11-27T10:00:00.000Z',
  }),
  line(2, 'customer', 'setup_opened', null, { ...OF_SETUP, presence: 'online', amount: 1000 }),
  line(3, 'customer', 'setup_claimed', null, OF_SETUP),
  line(4, 'system', 'setup_challenged', "Blink's answer to the setup", OF_SETUP),
  line(5, 'return', 'schedule_started', SEEN, { ...OF_SETUP, schedule_id: 273 }),
  shownAs(6, '1430', '2026-11-20', 1000, 'paid'),
  shownAs(7, '1431', '2026-12-20', 500, 'pending'),
  shownAs(8, '1432', '2027-01-20', 500, 'pending'),
  line(9, 'return', 'schedule_moved', SEEN, { status: 'active' }),
];

function shownAs(sequence: number, id: string, date: string, amount: number, status: string) {
  const details = { payment_id: Number(id), date, amount, status };
  return line(sequence, 'return', 'payment_shown', SEEN, details);
}
