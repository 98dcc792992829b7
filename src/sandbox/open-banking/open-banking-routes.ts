import express, { type Request, type Router } from 'express';
import { API } from '../account';
import { decline } from '../cards/authorisation';
import { showBank, showNothingHere } from '../cards/bank-page';
import { returnAddress } from '../cards/payment-answer';
import * as call from '../cards/payment-call';
import { orderFor } from '../cards/payment-order';
import { fieldsFrom, textOf } from '../edge/fields';
import { paymentRefused } from '../edge/refusal';
import { newBankTransactionId } from '../ids';
import { bearerOf } from '../tokens/bearer';
import type { Transaction } from '../transactions/transaction';
import type { World } from '../world';

const BUTTONS = { name: 'answer', approve: 'approve', refuse: 'refuse' } as const;

/** POST openbankings, and the bank page the shopper is sent to. */
export function openBankingRoutes(world: World): Router {
  const router = express.Router();
  router.post(`${API}/openbankings`, async (req, res) => {
    bearerOf(world, req);
    const payment = openBankingPaymentFrom(world, req);
    const { outcome } = world.rules.take(null);
    payment.intent.used = true;
    const order = orderFor(payment, { method: 'open-banking', paymentSource: 'Open Banking' });
    const transaction = world.ledger.open(newBankTransactionId(), order, 'Received', 'Payment received');
    if (outcome !== undefined && outcome !== 'authorised') {
      fail(world, transaction);
      await world.notifications.beforeAnswer();
      throw paymentRefused(500, 'Failed'); // a business decline, like the ones of cards
    }
    res.json({ [world.switches.now.openBankingKey]: bankAddress(world, transaction) });
  });
  return router;
}

/** These are for the shopper's browser, outside the API. */
export function bankRoutes({ challenges, notifications }: World): Router {
  const router = express.Router();
  router.all('/bank/:id', async (req, res) => {
    const visit = challenges.find(req.params.id);
    if (visit?.answerPath !== req.path) {
      showNothingHere(res);
      return;
    }
    const answer = textOf(fieldsFrom(req.body), BUTTONS.name);
    if (answer === BUTTONS.approve || answer === BUTTONS.refuse)
      challenges.answer(visit, answer === BUTTONS.approve);
    if (!visit.answered) {
      showBank(res, visit, BUTTONS);
      return;
    }
    await notifications.beforeAnswer();
    res.redirect(302, visit.returnTo());
  });
  return router;
}

/** The payer is called customer_* or user_*, the address too, and the intent knows as well. */
function openBankingPaymentFrom(world: World, req: Request): call.PaymentCall {
  const fields = fieldsFrom(req.body);
  const named = call.intentNamedIn(world, fields);
  const known = call.customerOf(fields, named);
  const customer = {
    ...known,
    name: textOf(fields, 'customer_name') || textOf(fields, 'user_name') || known.name,
    email: textOf(fields, 'customer_email') || textOf(fields, 'user_email') || known.email,
  };
  call.refuseProblems(world, [
    ...call.required(fields, 'payment_intent', 'Payment Intent is required'),
    ...call.customerProblems(customer),
  ]);
  return call.paymentCallFrom(world, req, call.payableIntent(world, named), customer);
}

function bankAddress(world: World, transaction: Transaction): string {
  const visit = world.challenges.openAtBank({
    transaction,
    onAnswer: (approved) => {
      if (approved) succeed(world, transaction);
      else fail(world, transaction);
    },
    returnTo: () => returnAddress(world, transaction),
  });
  return `${world.origin()}${visit.answerPath}`;
}

function succeed({ ledger }: World, transaction: Transaction): void {
  transaction.sums.captured = transaction.amount.minor;
  ledger.change(transaction, 'Success', 'Success');
}

function fail(world: World, transaction: Transaction): void {
  decline(world, transaction, { approved: false, code: 0, status: 'Failed', message: 'Failed' });
}
