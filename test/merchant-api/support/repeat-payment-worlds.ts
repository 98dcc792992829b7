import { NEW_FIXED } from '../../../src/repeat-payments/api/examples';
import { agree, answerAtBank } from '../../repeat-payments/support/started';
import type { Rig } from '../../support/rig';
import { visit } from '../../support/shopper';

/** What has to have happened before each example about repeat payments. */
export const REPEAT_PAYMENT_WORLDS: Readonly<Record<string, (rig: Rig) => Promise<unknown>>> = {
  'createRepeatPayment: Twelve payments, the first of them larger': nothing,
  'createRepeatPayment: An amount of its own on each day': nothing,
  'getRepeatPayment: One that runs': runningRepeatPayment,
  'getRepeatPayment: Asking Blink first': runningRepeatPayment,
  'listRepeatPaymentHistory: Agreed to, and begun': (rig) => {
    rig.sandbox.notifications.withhold(true); // the customer is back first
    return runningRepeatPayment(rig);
  },
  "listRepeatPayments: A customer's running ones": runningRepeatPayment,
  'cancelRepeatPayment: The customer leaves': runningRepeatPayment,
  'cancelRepeatPaymentPayment: A month off': runningRepeatPayment,
  'refundRepeatPaymentPayment: A month that was not used': runningRepeatPayment,
  'retryRepeatPaymentPayment: After the customer topped up': declinedRepeatPayment,
  'updateRepeatPaymentCard: A card that runs out': runningRepeatPayment,
  'closeRepeatPaymentReview: A refund that did happen': lostRefund,
};

function nothing(): Promise<void> {
  return Promise.resolve();
}

export async function plannedRepeatPayment(rig: Rig, changed: object = {}): Promise<string> {
  const headers = { 'idempotency-key': 'the documented repeat payment' };
  const { body } = await rig.api('POST', '/repeat-payments', { ...NEW_FIXED, ...changed }, headers);
  return body.id;
}

export async function runningRepeatPayment(rig: Rig): Promise<string> {
  const id = await plannedRepeatPayment(rig);
  await agree(rig, id);
  await visit(await answerAtBank(rig, id));
  await rig.settle();
  return id;
}

/** The first payment of a running one was declined; the bank takes the next try. */
export async function declinedRepeatPayment(rig: Rig): Promise<string> {
  rig.sandbox.set({ repeatBody: 'documented' });
  const id = await runningRepeatPayment(rig);
  const key = { type: 'fixed_schedule', id: 273 } as const;
  rig.sandbox.schedules.declineNext(key.type, key.id);
  rig.sandbox.schedules.runNext(key.type, key.id);
  await rig.api('GET', `/repeat-payments/${id}?refresh=true`);
  return id;
}

/** Blink gave the money back, and its answer never arrived; it shows no words that would tell. */
export async function lostRefund(rig: Rig): Promise<string> {
  const id = await runningRepeatPayment(rig);
  rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments/cancel' }, { kind: 'reset-before' });
  await rig.api('POST', `/repeat-payments/${id}/payments/1430/refund`);
  return id;
}
