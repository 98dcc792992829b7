/** The examples of the API's reference. A test makes each request and gets exactly these answers. */

export const ORDER_ID = 'ord_3nK0yVQyUeSGNCsv1t9cNw';
export const TRANSACTION_ID = 'BL-4QZT8M1RWX-204518';
const ATTEMPT_ID = 'att_gfr0Yb1vD2bQm9Xe';
const CREATED_AT = '2026-11-20T10:00:00.000Z';

export const NEW_ORDER = {
  reference: 'ORDER-1042',
  amount: 1099,
  currency: 'GBP',
  description: 'Two mugs, blue',
  customer: { name: 'Ada Shopper', email: 'ada@shopper.example' },
  success_url: 'https://shop.example/thanks',
  cancel_url: 'https://shop.example/basket',
  metadata: { cart: '8731' },
};

export const OPEN_SUMMARY = {
  id: ORDER_ID,
  status: 'open',
  needs_review: null,
  reference: 'ORDER-1042',
  description: 'Two mugs, blue',
  amount: 1099,
  currency: 'GBP',
  amount_authorised: 0,
  amount_captured: 0,
  amount_refunded: 0,
  amount_refundable: 0,
  amount_reversed: 0,
  customer: { name: 'Ada Shopper', email: 'ada@shopper.example', address: null, postcode: null },
  payment_methods: ['card'],
  payment_methods_left: ['card'],
  capture: 'automatic',
  success_url: 'https://shop.example/thanks',
  cancel_url: 'https://shop.example/basket',
  metadata: { cart: '8731' },
  created_at: CREATED_AT,
  expires_at: '2026-11-21T10:00:00.000Z',
  attempts: [],
  refunds: [],
};

const CAPTURED_ATTEMPT = {
  id: ATTEMPT_ID,
  method: 'card',
  status: 'captured',
  transaction_id: TRANSACTION_ID,
  amount_captured: 1099,
  reversal_reason: null,
  pending: null,
  created_at: CREATED_AT,
  decline_reason: null,
};

export const PAID_SUMMARY = {
  ...OPEN_SUMMARY,
  status: 'paid',
  amount_captured: 1099,
  amount_refundable: 1099,
  attempts: [CAPTURED_ATTEMPT],
};

const CHECKOUT = { checkout_url: 'https://pay.example/checkout/b8Jq4mS1yT7eWv0Zc5Hn2Rk9Lx3Pd6Ua' };

export const OPEN_ORDER = { ...OPEN_SUMMARY, ...CHECKOUT };
export const PAID_ORDER = { ...PAID_SUMMARY, ...CHECKOUT };

export const CAPTURED_ORDER = { ...PAID_ORDER, capture: { delay_days: 7 } };

export const REFUND = {
  id: 'ref_3nK0yVQyUeSGNCsv1t9cNw',
  attempt_id: ATTEMPT_ID,
  amount: 1099,
  status: 'succeeded',
  kind: 'requested',
  reason: 'Returned',
  created_at: CREATED_AT,
  failure: null,
  order_id: ORDER_ID,
};

export const SMALLEST_ORDER = { reference: 'ORDER-1043', amount: 500, currency: 'GBP' };

export const SMALLEST_ORDER_ANSWER = {
  ...OPEN_ORDER,
  ...SMALLEST_ORDER,
  description: null,
  customer: { name: null, email: null, address: null, postcode: null },
  success_url: null,
  cancel_url: null,
  metadata: {},
};

export const AMENDMENT = { amount: 1599, description: 'Three mugs, blue', expires_in: 86_400 };

export const AMENDED_ORDER = { ...OPEN_ORDER, amount: 1599, description: 'Three mugs, blue' };

export const CANCELLED_ORDER = { ...OPEN_ORDER, status: 'cancelled' };

/** An order whose payment's outcome has been unknown for fifteen minutes. */
export const UNKNOWN_ORDER_ANSWER = {
  ...OPEN_ORDER,
  status: 'processing',
  needs_review: 'outcome_unknown',
  attempts: [{ ...CAPTURED_ATTEMPT, status: 'unknown', transaction_id: null, amount_captured: 0 }],
};

export const REVIEWED_ORDER = {
  ...OPEN_ORDER,
  attempts: [{ ...CAPTURED_ATTEMPT, status: 'abandoned', transaction_id: null, amount_captured: 0 }],
};

export const PAID_EVENT = {
  id: 'evt_Hx86TcyvgECIoRcz7zjGSK',
  type: 'order.paid',
  created_at: CREATED_AT,
  order_id: ORDER_ID,
  sequence: 50,
  data: PAID_SUMMARY,
};

/** The events of an order that was paid. */
export const PAID_EVENTS = [
  {
    id: 'evt_kSEIC1EyZyxX3RYpne0Kbr',
    type: 'order.processing',
    created_at: CREATED_AT,
    order_id: ORDER_ID,
    sequence: 30,
    data: {
      ...OPEN_SUMMARY,
      status: 'processing',
      attempts: [{ ...CAPTURED_ATTEMPT, status: 'charging', transaction_id: null, amount_captured: 0 }],
    },
  },
  PAID_EVENT,
];

const NAMED = { attempt_id: ATTEMPT_ID, transaction_id: TRANSACTION_ID };

export const PAID_HISTORY = [
  {
    ...line(1, 'api', 'order_created', 'API key key_30ea50cd'),
    details: { amount: 1099, currency: 'GBP', expires_at: '2026-11-21T10:00:00.000Z' },
  },
  {
    ...line(2, 'customer', 'attempt_opened', null),
    details: { attempt_id: ATTEMPT_ID, method: 'card', amount: 1099 },
  },
  { ...line(3, 'customer', 'charge_claimed', null), details: { attempt_id: ATTEMPT_ID } },
  { ...line(4, 'system', 'outcome_unknown', "Blink's answer to the charge"), details: NAMED },
  {
    ...line(5, 'system', 'money_captured', `transaction ${TRANSACTION_ID} is Captured`),
    details: { ...NAMED, amount: 1099 },
  },
];

function line(sequence: number, by: string, type: string, evidence: string | null) {
  return { sequence, at: CREATED_AT, by, type, evidence };
}
