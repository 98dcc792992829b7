import express, { type Request, type Router } from 'express';
import { API } from '../account';
import { authorise, isDeclined } from '../cards/authorisation';
import * as call from '../cards/payment-call';
import { endedPayment } from '../cards/payment-answer';
import type { StoredCard } from '../cards/vault';
import { fieldsFrom, textOf, type Fields } from '../edge/fields';
import { paymentRefused } from '../edge/refusal';
import { newCardTransactionId } from '../ids';
import type { Customer } from '../intents/intent';
import { bearerOf } from '../tokens/bearer';
import type { Transaction } from '../transactions/transaction';
import type { World } from '../world';
import { challengeFor } from './challenge';
import { dayOf } from './dates';
import { planFrom } from './plan-input';
import { instalmentOrder, noteResult } from './run-instalments';
import type { Plan, Schedule, Terms } from './schedule';
import { wireSchedule } from './wire-schedule';

/** POST repeat-payments: 201 with the schedule, or 200 with the way to the bank when the shopper is there. */
export function createRepeatPaymentRoutes(world: World): Router {
  const router = express.Router();
  router.post(`${API}/repeat-payments`, async (req, res) => {
    bearerOf(world, req);
    const { plan, terms, isEcom } = requestFrom(world, req);
    terms.intent.used = true;
    const payment = openFirstPayment(world, plan, terms);
    if (isEcom) {
      res.json({ acsform: challengeFor(world, payment, () => start(world, plan, terms, payment)) });
      return;
    }
    authorise(world, payment, world.rules.take(payment.cardMask));
    await world.notifications.beforeAnswer();
    if (isDeclined(payment)) {
      endedPayment(world, payment);
      return;
    }
    res.status(201).json(wireSchedule(world, start(world, plan, terms, payment)));
  });
  return router;
}

interface RepeatRequest {
  readonly plan: Plan;
  readonly terms: Terms;
  readonly isEcom: boolean;
}

function requestFrom(world: World, req: Request): RepeatRequest {
  const fields = fieldsFrom(req.body);
  const named = call.intentNamedIn(world, fields);
  const original = world.ledger.find(textOf(fields, 'transaction_id'));
  const customer = original ? customerOfOriginal(fields, original) : call.customerOf(fields, named);
  const isEcom = textOf(fields, 'transaction_id') === '' && comesFromShopper(fields);
  const currency = textOf(fields, 'currency') || (named?.terms.amount.currency ?? 'GBP');
  const read = planFrom(fields, currency, dayOf(world.clock.now()));
  call.refuseProblems(world, [
    ...call.required(fields, 'payment_intent', 'Payment Intent is required'),
    ...call.customerProblems(customer),
    ...(isEcom ? call.deviceProblems(fields) : []),
    ...('problems' in read ? read.problems : []),
  ]);
  if ('problems' in read) throw paymentRefused(400, 'Invalid request');
  const intent = call.payableIntent(world, named);
  const reference = textOf(fields, 'reference') || intent.transactionUnique;
  const card = cardFor(world, fields, original);
  return { plan: read.plan, terms: { intent, customer, reference, currency, card }, isEcom };
}

/** Without a type the device fields tell: only a browser has them. */
function comesFromShopper(fields: Fields): boolean {
  const type = textOf(fields, 'type');
  if (type !== '') return type !== '2';
  return Object.keys(fields).some((name) => name.startsWith('device_') && textOf(fields, name) !== '');
}

function customerOfOriginal(fields: Fields, { customer }: Transaction): Customer {
  const given = call.customerOf(fields, null);
  return {
    name: given.name || customer.name,
    email: given.email || customer.email,
    address: given.address || customer.address,
    postcode: given.postcode || customer.postcode,
  };
}

/** A new card, or the one of an earlier transaction. @throws Refusal 400 */
function cardFor({ vault }: World, fields: Fields, original: Transaction | null): StoredCard {
  if (textOf(fields, 'transaction_id') !== '') {
    const known =
      original && original.cardId !== null && !isDeclined(original) ? vault.byId(original.cardId) : null;
    if (!known) throw paymentRefused(400, 'Transaction id is invalid');
    return known;
  }
  const token = textOf(fields, 'paymentToken');
  const card = token === '' ? null : vault.byToken(token);
  if (!card)
    throw paymentRefused(400, token === '' ? 'Payment Token is required' : 'Payment Token is invalid');
  return card;
}

/** Today's first instalment, or a check of the card when nothing is due today. */
function openFirstPayment(world: World, plan: Plan, terms: Terms): Transaction {
  const first = plan.type === 'fixed_schedule' ? { day: plan.start, amount: plan.first } : plan.entries[0];
  const isDue = first !== undefined && first.day === dayOf(world.clock.now());
  const amount = isDue ? first.amount : { minor: 0, currency: terms.currency };
  const order = instalmentOrder(terms, { amount });
  return world.ledger.open(newCardTransactionId(), order, 'Received', 'Payment received');
}

/** The payment has gone through: the schedule begins. */
function start(world: World, plan: Plan, terms: Terms, payment: Transaction): Schedule {
  const schedule = world.schedules.create(plan, terms);
  const [first] = schedule.instalments;
  if (first && payment.transactionType !== 'VERIFY') noteResult(world, schedule, first, payment);
  return schedule;
}
