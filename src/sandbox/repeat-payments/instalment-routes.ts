import express, { type Request, type RequestHandler, type Router } from 'express';
import { API } from '../account';
import { isDeclined } from '../cards/authorisation';
import { fieldsFrom, textOf, type Fields } from '../edge/fields';
import { actionRefused } from '../edge/refusal';
import { bearerOf } from '../tokens/bearer';
import { cancel, refund, refundableMinor } from '../transactions/give-back';
import type { World } from '../world';
import { instalmentOf, scheduleOf } from './find-schedule';
import { runInstalment } from './run-instalments';
import type { Instalment, Schedule } from './schedule';

/** What can be done to one payment of a schedule, and to its card. */
export function instalmentRoutes(world: World): Router {
  const router = express.Router();
  const path = (action: string): string => `${API}/repeat-payments/${action}/:id`;
  router.delete(path('cancel'), giveBack(world));
  router.post(path('retry'), run(world, 'Declined', 'Payment retried successfully'));
  router.post(path('run'), run(world, 'Pending', 'Payment run successfully'));
  router.post(path('card'), changeCard(world));
  return router;
}

function read(world: World, req: Request): { fields: Fields; schedule: Schedule } {
  bearerOf(world, req);
  const fields = { ...fieldsFrom(req.query), ...fieldsFrom(req.body) };
  return { fields, schedule: scheduleOf(world.schedules, String(req.params['id']), fields) };
}

/** DELETE cancel is a refund. A recorded call named no payment: then it is the last one that was taken. */
function giveBack(world: World): RequestHandler {
  return async (req, res) => {
    const { fields, schedule } = read(world, req);
    const isNamed = textOf(fields, 'recurring_id') !== '' || textOf(fields, 'reccuring_id') !== '';
    const instalment = isNamed ? instalmentOf(schedule, fields) : lastTaken(schedule);
    const transaction = world.ledger.find(instalment?.transactionId ?? '');
    if (!transaction || instalment?.state !== 'Captured')
      throw actionRefused(400, 'Payment cannot be cancelled');
    if (transaction.status === 'Captured') cancel(world, transaction);
    else refund(world, transaction, refundableMinor(transaction));
    instalment.state = 'Refunded';
    await world.notifications.beforeAnswer();
    res.json({ success: true, message: 'Cancelled successfully' });
  };
}

function lastTaken({ instalments }: Schedule): Instalment | undefined {
  return instalments.findLast(({ state }) => state === 'Captured');
}

/** @param from the state a payment has to be in */
function run(world: World, from: Instalment['state'], message: string): RequestHandler {
  return async (req, res) => {
    const { fields, schedule } = read(world, req);
    const instalment = instalmentOf(schedule, fields);
    if (instalment.state !== from) throw actionRefused(400, `Payment is not ${from.toLowerCase()}`);
    const transaction = runInstalment(world, schedule, instalment);
    await world.notifications.beforeAnswer();
    if (isDeclined(transaction)) throw actionRefused(422, transaction.message);
    res.json({ success: true, message });
  };
}

function changeCard(world: World): RequestHandler {
  return (req, res) => {
    const { fields, schedule } = read(world, req);
    const token = textOf(fields, 'paymentToken');
    const card = world.vault.byToken(token);
    if (!card)
      throw actionRefused(400, token === '' ? 'Payment Token is required' : 'Payment Token is invalid');
    schedule.terms = { ...schedule.terms, card };
    res.json({ success: true, message: 'Card updated' });
  };
}
