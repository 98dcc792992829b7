import express, { type Router } from 'express';
import { moneyFromDecimal } from '../../kernel/money';
import { API } from '../account';
import { fieldsFrom, textOf, type Fields } from '../edge/fields';
import { actionRefused } from '../edge/refusal';
import { bearerOf } from '../tokens/bearer';
import type { World } from '../world';
import { done, transactionOf } from './refund-routes';
import { capture } from './settlement';
import type { Transaction } from './transaction';

/** POST captures: takes the money of an approved payment before its own day has come. */
export function captureRoutes(world: World): Router {
  const router = express.Router();
  router.post(`${API}/transactions/:id/captures`, async (req, res) => {
    bearerOf(world, req);
    const transaction = transactionOf(world, req.params.id);
    const fields = fieldsFrom(req.body);
    const minor = captureAmount(fields, transaction);
    capture(world.ledger, transaction, minor, world.clock.now());
    await world.notifications.beforeAnswer();
    const reference = textOf(fields, 'transaction_unique') || transaction.reference;
    res.json(done('Captured successfully', transaction, { minor, reference }));
  });
  return router;
}

function captureAmount(fields: Fields, transaction: Transaction): number {
  const { transactionType, delayCaptureDays, amount, status } = transaction;
  if (transactionType === 'VERIFY' && textOf(fields, 'amount') === '')
    throw actionRefused(400, 'Amount is required');
  if (transactionType !== 'PREAUTH' && delayCaptureDays === null) {
    throw actionRefused(400, 'Transaction must be preauth type or with delay capture details');
  }
  if (status !== 'Approved') throw actionRefused(400, 'Transaction must be in approved state');
  if (textOf(fields, 'amount') === '') return amount.minor;
  const asked = moneyFromDecimal(fields['amount'], amount.currency);
  if (!asked || asked.minor < 1 || asked.minor > amount.minor) {
    throw actionRefused(400, 'Amount must not be more than the approved amount');
  }
  return asked.minor;
}
