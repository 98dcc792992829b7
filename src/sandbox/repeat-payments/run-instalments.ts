import { authorise, isDeclined } from '../cards/authorisation';
import { newCardTransactionId, newXref } from '../ids';
import type { PaymentOrder, Transaction } from '../transactions/transaction';
import type { World } from '../world';
import { dayOf } from './dates';
import type { Instalment, Schedule, Terms } from './schedule';

const NOTHING_FORWARDED = { userAgent: '', accept: '', acceptEncoding: '', acceptCharset: '' } as const;

/** Runs everything whose day has come, one schedule after the other. */
export function runDueInstalments(world: World): void {
  const today = dayOf(world.clock.now());
  for (const schedule of world.schedules.all()) {
    if (schedule.status === 'Cancelled' || schedule.status === 'Completed') continue;
    for (let due = nextDue(schedule, today); due; due = nextDue(schedule, today))
      runInstalment(world, schedule, due);
  }
}

/** Takes the money of one instalment. @returns its transaction, declined or not */
export function runInstalment(world: World, schedule: Schedule, instalment: Instalment): Transaction {
  const order = instalmentOrder(schedule.terms, instalment);
  const transaction = world.ledger.open(newCardTransactionId(), order, 'Received', 'Payment received');
  const rule = world.rules.take(transaction.cardMask);
  authorise(world, transaction, schedule.declinesNext ? { ...rule, outcome: 'declined' } : rule);
  schedule.declinesNext = false;
  noteResult(world, schedule, instalment, transaction);
  return transaction;
}

/** Writes down how an instalment went, however it was paid. */
export function noteResult(
  world: World,
  schedule: Schedule,
  instalment: Instalment,
  transaction: Transaction,
): void {
  const isFirstTry = instalment.state === 'Pending';
  instalment.transactionId = transaction.id;
  instalment.state = isDeclined(transaction) ? 'Declined' : 'Captured';
  instalment.xref = isDeclined(transaction) ? null : newXref();
  if (isFirstTry) world.schedules.writeNext(schedule);
  if (schedule.status === 'Cancelled') return;
  schedule.status = schedule.instalments.some(({ state }) => state === 'Pending') ? 'Active' : 'Completed';
}

export function instalmentOrder(terms: Terms, { amount }: Pick<Instalment, 'amount'>): PaymentOrder {
  const { intent, customer, reference, card } = terms;
  return {
    intentId: intent.id,
    method: 'card',
    transactionType: amount.minor === 0 ? 'VERIFY' : 'SALE',
    amount,
    customer,
    merchantData: null,
    reference,
    paymentSource: `${card.info.typeName} Card`,
    cardId: card.id,
    cardMask: card.mask,
    returnUrl: intent.terms.returnUrl,
    notificationUrl: intent.terms.notificationUrl,
    delayCaptureDays: null,
    forwarded: NOTHING_FORWARDED,
    device: {},
    rerunOf: null,
    isForSchedule: true,
  };
}

function nextDue({ instalments }: Schedule, today: string): Instalment | undefined {
  return instalments.find(({ state, day }) => state === 'Pending' && day <= today);
}
