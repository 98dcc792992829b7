import { BlinkNotAsked, BlinkRefused, BlinkUnavailable, BlinkUnreadable } from '../../../src/blink/errors';
import { changeRepeatPayment } from '../../../src/repeat-payments/store/change-repeat-payment';
import { MemoryRepeatPaymentStore } from '../../../src/repeat-payments/store/memory-store';
import { RepeatPaymentChanged } from '../../../src/repeat-payments/store/store';
import { CardsNotOffered } from '../../../src/repeat-payments/use-cases/open-enrolment';
import { agree, callIn, FIXED } from '../../repeat-payments/support/started';
import type { Rig } from '../../support/rig';
import type { Provocation } from './provocations';
import { plannedRepeatPayment, runningRepeatPayment } from './repeat-payment-worlds';
import { paidOrder } from './worlds';

const NONE = 'rp_none';
const READING = 'GET repeat-payments/{id}';
const UNREADABLE: Readonly<Record<string, Error>> = {
  blink_unavailable: new BlinkUnavailable(READING, 'no answer in time'),
  blink_refused: new BlinkRefused(READING, 403, { reason: 'Forbidden' }),
  blink_unreadable: new BlinkUnreadable(READING, 'not JSON'),
};

const MOVES = {
  cancelRepeatPayment: 'cancelAll',
  cancelRepeatPaymentPayment: 'cancelOne',
  refundRepeatPaymentPayment: 'refundOne',
  retryRepeatPaymentPayment: 'retryOne',
} as const;
const PAYMENT_CALLS = Object.keys(MOVES).filter((call) => call !== 'cancelRepeatPayment');
const ALL_CALLS = [
  'createRepeatPayment',
  'getRepeatPayment',
  'listRepeatPayments',
  'listRepeatPaymentHistory',
  ...Object.keys(MOVES),
  'updateRepeatPaymentCard',
  'closeRepeatPaymentReview',
];

/** Ways to be refused that belong to the calls about repeat payments. */
export const REPEAT_PAYMENT_REFUSALS: Readonly<Record<string, Provocation>> = {
  ...ofEach(ALL_CALLS, 'internal_error', () =>
    broken({
      append: fails(new Error('disk full')),
      find: fails(new Error('disk full')),
      list: fails(new Error('disk full')),
      history: fails(new Error('disk full')),
    }),
  ),
  ...Object.fromEntries(
    Object.entries(UNREADABLE).map(([code, error]) => [`getRepeatPayment ${code}`, whenReading(error)]),
  ),
  ...Object.fromEntries(
    Object.entries({ ...UNREADABLE, cards_not_offered: new CardsNotOffered('it is not enabled') }).map(
      ([code, error]) => [`createRepeatPayment ${code}`, whenOpening(error)],
    ),
  ),
  'createRepeatPayment store_full': {
    options: () => ({ replace: () => ({ repeatPayments: new MemoryRepeatPaymentStore(undefined, 1) }) }),
    provoke: async ({ rig, ask }) => {
      await plannedRepeatPayment(rig);
      return ask(NONE);
    },
  },
  ...ofEach([...Object.keys(MOVES), 'closeRepeatPaymentReview'], 'repeat_payment_changed', (call) =>
    on(call.startsWith('close') ? lost : forMove(call), (rig) => {
      Object.assign(rig.dependencies.repeatPayments.store, { append: fails(new RepeatPaymentChanged()) });
    }),
  ),
  'cancelRepeatPayment outcome_unknown': on(runningRepeatPayment, (rig, id) =>
    changeRepeatPayment(rig.dependencies.repeatPayments, id, { by: 'api' }, ({ schedule }) =>
      schedule
        ? [
            {
              type: 'move_claimed',
              moveId: 'mov_sent',
              kind: 'cancel_all',
              paymentId: null,
              key: schedule.key,
            },
          ]
        : [],
    ),
  ),
  ...ofEach(PAYMENT_CALLS, 'outcome_unknown', (call) =>
    on(forMove(call), async (rig, id) => {
      answers(rig, call, () => Promise.resolve({ kind: 'unknown', cause: 'timeout' }));
      await rig.api('POST', addressOf(call, id));
    }),
  ),
  ...ofEach(Object.keys(MOVES), 'refused_by_blink', (call) =>
    on(forMove(call), (rig) =>
      answers(rig, call, () => Promise.resolve({ kind: 'refused', reason: 'Recurring id is invalid' })),
    ),
  ),
  ...ofEach(Object.keys(MOVES), 'not_sent', (call) =>
    on(forMove(call), (rig) =>
      answers(rig, call, fails(new BlinkNotAsked('POST repeat-payments/retry/{id}', 'no connection'))),
    ),
  ),
  'cancelRepeatPayment repeat_payment_not_cancellable': on(completed),
  'cancelRepeatPayment setup_under_way': on(async (rig) => {
    const id = await plannedRepeatPayment(rig);
    await agree(rig, id);
    return id;
  }),
  ...ofEach(PAYMENT_CALLS, 'repeat_payment_not_started', () => on((rig) => plannedRepeatPayment(rig))),
  ...ofEach(PAYMENT_CALLS, 'payment_not_found', () =>
    on(async (rig) => {
      const body = {
        type: 'variable',
        schedule: [
          { date: '2026-11-20', amount: 500 },
          { date: '2026-12-20', amount: 500 },
        ],
      };
      await runningRepeatPayment(rig); // takes the numbers of the documented payments
      return startedOther(rig, body);
    }),
  ),
  'cancelRepeatPaymentPayment payment_not_cancellable': on(withPayments('paid')),
  'refundRepeatPaymentPayment payment_not_refundable': on(notYetTaken),
  'retryRepeatPaymentPayment payment_not_retryable': on(withPayments('paid')),
  'updateRepeatPaymentCard card_not_replaceable': on((rig) => plannedRepeatPayment(rig)),
  'closeRepeatPaymentReview nothing_to_review': on(runningRepeatPayment),
  'closeRepeatPaymentReview resolution_does_not_fit': {
    provoke: async ({ rig, ask }) =>
      ask(await lost(rig), { body: { resolution: 'dismissed', reason: 'Let it be' } }),
  },
};

function ofEach(
  calls: readonly string[],
  code: string,
  provocation: (call: string) => Provocation,
): Record<string, Provocation> {
  return Object.fromEntries(calls.map((call) => [`${call} ${code}`, provocation(call)]));
}

function on(
  make: (rig: Rig) => Promise<string>,
  before: (rig: Rig, id: string) => unknown = () => undefined,
): Provocation {
  return {
    provoke: async ({ rig, ask }) => {
      const id = await make(rig);
      await before(rig, id);
      return ask(id);
    },
  };
}

function fails(error: Error): () => Promise<never> {
  return () => Promise.reject(error);
}

function broken(store: object): Provocation {
  return {
    provoke: ({ rig, ask }) => {
      Object.assign(rig.dependencies.repeatPayments.store, store);
      return ask(NONE);
    },
  };
}

function whenReading(error: Error): Provocation {
  return {
    provoke: async ({ rig, ask }) => {
      const id = await runningRepeatPayment(rig);
      Object.assign(rig.dependencies.repeatPayments.blink.repeatPayments, { get: fails(error) });
      return ask(id, { query: '?refresh=true' });
    },
  };
}

/** Blink is asked for an intent at once where the card of an order is used. */
function whenOpening(error: Error): Provocation {
  return {
    provoke: async ({ rig, ask }) => {
      const order = await paidOrder(rig);
      Object.assign(rig.dependencies.repeatPayments.blink.intents, { create: fails(error) });
      return ask(NONE, { body: { ...FIXED, order_id: order.id } });
    },
  };
}

function answers(rig: Rig, call: string, answer: () => Promise<unknown>): void {
  const name = Object.entries(MOVES).find(([each]) => each === call)?.[1] ?? call;
  Object.assign(rig.dependencies.repeatPayments.blink.repeatPayments, { [name]: answer });
}

function addressOf(call: string, id: string): string {
  const ways: Readonly<Record<string, string>> = {
    cancelRepeatPayment: 'cancel',
    cancelRepeatPaymentPayment: 'payments/1431/cancel',
    refundRepeatPaymentPayment: 'payments/1430/refund',
    retryRepeatPaymentPayment: 'payments/1431/retry',
  };
  return `/repeat-payments/${id}/${ways[call] ?? ''}`;
}

/** A running one whose documented payment can be moved in this way. */
function forMove(call: string): (rig: Rig) => Promise<string> {
  return call === 'retryRepeatPaymentPayment' ? withPayments('declined') : runningRepeatPayment;
}

/** A running one whose first two payments are as Blink shows them here. */
function withPayments(status: 'paid' | 'declined'): (rig: Rig) => Promise<string> {
  return async (rig) => {
    const id = await runningRepeatPayment(rig);
    const { blink } = rig.dependencies.repeatPayments;
    const { repeatPayments } = blink;
    const read = repeatPayments.get.bind(repeatPayments);
    Object.assign(repeatPayments, {
      get: async (...given: Parameters<typeof read>) => {
        const schedule = await read(...given);
        const isProcessed = status === 'paid';
        const shown = {
          status: isProcessed ? 'Captured' : 'Declined',
          isProcessed,
          xref: isProcessed ? 'x' : null,
        };
        return {
          ...schedule,
          instalments: schedule.instalments.map((each, at) => (at === 1 ? { ...each, ...shown } : each)),
        };
      },
    });
    await rig.api('GET', `/repeat-payments/${id}?refresh=true`);
    return id;
  };
}

/** It starts in a month: the documented payment is still to come. */
async function notYetTaken(rig: Rig): Promise<string> {
  const id = await plannedRepeatPayment(rig, { start_date: '2026-12-20' });
  await callIn(rig, id);
  return id;
}

async function completed(rig: Rig): Promise<string> {
  const id = await runningRepeatPayment(rig);
  for (let payments = 0; payments < 2; payments++) rig.sandbox.schedules.runNext('fixed_schedule', 273);
  await rig.api('GET', `/repeat-payments/${id}?refresh=true`);
  return id;
}

async function lost(rig: Rig): Promise<string> {
  const id = await runningRepeatPayment(rig);
  answers(rig, 'refundRepeatPaymentPayment', () => Promise.resolve({ kind: 'unknown', cause: 'timeout' }));
  await rig.api('POST', addressOf('refundRepeatPaymentPayment', id));
  return id;
}

async function startedOther(rig: Rig, plan: object): Promise<string> {
  const { body } = await rig.api('POST', '/repeat-payments', {
    ...{ reference: 'OTHER', currency: 'GBP' },
    ...plan,
  });
  await callIn(rig, body.id);
  return body.id;
}
