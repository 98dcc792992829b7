import type { CallMatch } from '../../src/sandbox/edge/call-match';
import { DONE, EVERYWHERE, type FaultName } from './faults';

/**
 * What happens when a call about money that was taken or reserved fails: the shop asks for it, so the shop is answered.
 * `move-table.test.ts` tries each cell; `docs/faults.md` is printed from it, too.
 */
export interface FailingMove {
  readonly call: string;
  /** What was being done. */
  readonly when: string;
  readonly match: CallMatch;
  /** It fails until it is mended, when it may be repeated. */
  readonly fails: 'every time' | 'once';
  readonly deadline: 'chargeMs' | 'readMs';
  readonly rows: readonly MoveRow[];
}

export interface MoveRow {
  readonly faults: readonly FaultName[];
  readonly shop: keyof typeof SHOP_IS_TOLD;
  readonly order: keyof typeof ORDER_STAYS;
  readonly next: keyof typeof THEREAFTER;
}

/** Refusals say why; anything else says nothing of what became of the money. */
const REFUSED: readonly FaultName[] = ['400', '403', '422', 'a refusal'];
const NOT_DONE: readonly FaultName[] = [
  ...(['401', '402', '409', '429', '500', '503 page', '200 page'] as const),
  'reset before',
];

export const SHOP_IS_TOLD = {
  'refund refused': {
    sentence: '409 `refund_refused`, and why',
    status: 409,
    says: { code: 'refund_refused' },
  },
  'refund not sent': {
    sentence: '503 `refund_not_sent`',
    status: 503,
    says: { code: 'refund_not_sent' },
  },
  'refund unknown': {
    sentence: '201, the refund is `unknown`',
    status: 201,
    says: { status: 'unknown', amount: 1099 },
  },
  'capture refused': {
    sentence: '409 `capture_refused`, and why',
    status: 409,
    says: { code: 'capture_refused' },
  },
  'release refused': {
    sentence: '409 `release_refused`, and why',
    status: 409,
    says: { code: 'release_refused' },
  },
  order: { sentence: '200, the order', status: 200, says: {} },
} as const;

const HELD = { status: 'authorised', amount_authorised: 1099, amount_captured: 0 } as const;

export const ORDER_STAYS = {
  paid: {
    sentence: '`paid`, the refund `failed`',
    is: { status: 'paid', needs_review: null, amount_refundable: 1099, refunds: [{ status: 'failed' }] },
  },
  'refund unknown': {
    sentence: '`paid` with `refund_unknown`; nothing more can be refunded',
    is: {
      status: 'paid',
      needs_review: 'refund_unknown',
      amount_refundable: 0,
      refunds: [{ status: 'unknown' }],
    },
  },
  authorised: {
    sentence: '`authorised`, as before',
    is: { ...HELD, needs_review: null, attempts: [{ pending: null }] },
  },
  'capture unknown': {
    sentence: '`authorised` with `capture_unknown`; nothing else is asked about that money',
    is: { ...HELD, needs_review: 'capture_unknown', attempts: [{ pending: { status: 'unknown' } }] },
  },
  'release unknown': {
    sentence: '`authorised` with `release_unknown`; nothing else is asked about that money',
    is: { ...HELD, needs_review: 'release_unknown', attempts: [{ pending: { status: 'unknown' } }] },
  },
  taken: {
    sentence: '`paid`: the transaction says so, which is read at once',
    is: { status: 'paid', needs_review: null, amount_captured: 1099 },
  },
  'let go': {
    sentence: '`cancelled`: the transaction says so, which is read at once',
    is: { status: 'cancelled', needs_review: null, amount_authorised: 0 },
  },
} as const;

export const THEREAFTER = {
  'is asked again': 'It may be asked for again, and is done once.',
  'a human finds that it was not done':
    'A human looks in the portal and says `refund_failed`; then it may be asked for again, and is done once.',
  'a human finds that it was done':
    'A human looks in the portal and says `refund_succeeded`: `refunded`, by the one call that was sent.',
  'is read again':
    'The sweep reads that the money is still reserved: the review is over, and it may be asked for again.',
  'a human finds that nothing was taken':
    'A human looks in the portal and says `capture_failed`; then it may be asked for again, and is done once.',
  'is told': 'The notification names the new transaction: `paid`, by the one call that was sent.',
  'is over': 'Nothing: it was done once.',
} as const;

export const FAILING_MOVES: readonly FailingMove[] = [
  {
    call: 'GET transactions/{id}',
    when: 'a refund is asked for, and looks how it can be made',
    match: { method: 'GET', path: '/transactions/' },
    fails: 'every time',
    deadline: 'readMs',
    rows: [{ faults: EVERYWHERE, shop: 'refund not sent', order: 'paid', next: 'is asked again' }],
  },
  refund('POST transactions/{id}/cancels', 'all of it is refunded before settlement'),
  refund('POST transactions/{id}/refunds', 'all of it is refunded after settlement'),
  {
    ...once('POST transactions/{id}/cancels', 'reserved money is let go'),
    rows: [
      { faults: REFUSED, shop: 'release refused', order: 'authorised', next: 'is asked again' },
      { faults: NOT_DONE, shop: 'order', order: 'release unknown', next: 'is read again' },
      { faults: DONE, shop: 'order', order: 'let go', next: 'is over' },
    ],
  },
  {
    ...once('POST transactions/{id}/captures', 'money is taken that is reserved by `delay_days`'),
    rows: [
      { faults: REFUSED, shop: 'capture refused', order: 'authorised', next: 'is asked again' },
      { faults: NOT_DONE, shop: 'order', order: 'capture unknown', next: 'is read again' },
      { faults: DONE, shop: 'order', order: 'taken', next: 'is over' },
    ],
  },
  {
    ...once('POST transactions/{id}/reruns', 'money is taken that is reserved by `manual`'),
    rows: [
      {
        faults: [...REFUSED, 'the bank’s refusal'],
        shop: 'capture refused',
        order: 'authorised',
        next: 'is asked again',
      },
      {
        faults: NOT_DONE,
        shop: 'order',
        order: 'capture unknown',
        next: 'a human finds that nothing was taken',
      },
      { faults: DONE, shop: 'order', order: 'capture unknown', next: 'is told' },
    ],
  },
];

function refund(call: string, when: string): FailingMove {
  return {
    ...once(call, when),
    rows: [
      { faults: REFUSED, shop: 'refund refused', order: 'paid', next: 'is asked again' },
      {
        faults: NOT_DONE,
        shop: 'refund unknown',
        order: 'refund unknown',
        next: 'a human finds that it was not done',
      },
      {
        faults: DONE,
        shop: 'refund unknown',
        order: 'refund unknown',
        next: 'a human finds that it was done',
      },
    ],
  };
}

function once(call: string, when: string): Omit<FailingMove, 'rows'> {
  const path = call.replace(/^.*\{id\}/, '');
  return { call, when, match: { method: 'POST', path }, fails: 'once', deadline: 'chargeMs' };
}
