import express, { type Router } from 'express';
import { decimalOf, moneyFromDecimal, type Money } from '../../kernel/money';
import { API } from '../account';
import { authorise, isDeclined } from '../cards/authorisation';
import { fieldsFrom, textOf, wholeNumberOf, type Fields } from '../edge/fields';
import { actionRefused } from '../edge/refusal';
import { newCardTransactionId } from '../ids';
import { bearerOf } from '../tokens/bearer';
import type { World } from '../world';
import { transactionOf } from './refund-routes';
import type { PaymentOrder, Transaction } from './transaction';

const LONGEST_DELAY_DAYS = 30;
const NEVER_AUTHORISED: readonly string[] = ['Received', 'Declined', 'Referred'];

/** POST reruns: a new payment on the card of an earlier one. */
export function rerunRoutes(world: World): Router {
  const router = express.Router();
  router.post(`${API}/transactions/:id/reruns`, async (req, res) => {
    bearerOf(world, req);
    const original = transactionOf(world, req.params.id);
    const order = rerunOrder(fieldsFrom(req.body), original);
    const rerun = world.ledger.open(newCardTransactionId(), order, 'Received', 'Payment received');
    authorise(world, rerun, world.rules.take(rerun.cardMask));
    await world.notifications.beforeAnswer();
    if (isDeclined(rerun)) throw actionRefused(422, rerun.message);
    res.json(answerOf(world, original, rerun));
  });
  return router;
}

function rerunOrder(fields: Fields, original: Transaction): PaymentOrder {
  if (
    original.cardId === null ||
    original.transactionType === 'CREDIT' ||
    NEVER_AUTHORISED.includes(original.status)
  ) {
    throw actionRefused(400, 'Transaction cannot be rerun');
  }
  return {
    intentId: original.intentId,
    method: original.method,
    transactionType: 'SALE',
    amount: amountOf(fields, original),
    customer: original.customer,
    merchantData: original.merchantData,
    reference: textOf(fields, 'transaction_unique') || textOf(fields, 'reference') || original.reference,
    paymentSource: original.paymentSource,
    cardId: original.cardId,
    cardMask: original.cardMask,
    returnUrl: original.returnUrl,
    notificationUrl: original.notificationUrl,
    delayCaptureDays: delayOf(fields),
    forwarded: original.forwarded,
    device: original.device,
    rerunOf: original.id,
    isForSchedule: false,
  };
}

/** The original's, unless another one is given; a VERIFY has none. */
function amountOf(fields: Fields, { amount, transactionType }: Transaction): Money {
  if (textOf(fields, 'amount') === '' && transactionType !== 'VERIFY') return amount;
  const asked = moneyFromDecimal(fields['amount'], amount.currency);
  if (!asked || asked.minor < 1) throw actionRefused(400, 'Amount is required');
  return asked;
}

function delayOf(fields: Fields): number | null {
  if (textOf(fields, 'delay_capture_days') === '') return null;
  const days = wholeNumberOf(fields, 'delay_capture_days');
  if (days === null || days > LONGEST_DELAY_DAYS)
    throw actionRefused(400, 'Delay capture days must be between 1 and 30');
  return days === 0 ? null : days;
}

/** In 2023 the answer repeated the original's id and had the noise of a binary sum in its amount. */
function answerOf({ switches }: World, original: Transaction, rerun: Transaction): object {
  const amount = Number(decimalOf(rerun.amount));
  const message = 'Rerun successfully';
  if (switches.now.rerunId === 'same') {
    const noisy = amount * (1 + Number.EPSILON);
    return { success: true, message, amount: noisy, reference: rerun.reference, transaction_id: original.id };
  }
  const { id, status, reference } = rerun;
  return { success: true, message, status, transaction_id: id, amount, transaction_unique: reference };
}
