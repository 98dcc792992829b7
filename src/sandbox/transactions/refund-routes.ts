import express, { type Router } from 'express';
import { decimalOf, money, moneyFromDecimal } from '../../kernel/money';
import { API } from '../account';
import { fieldsFrom, flagOf, textOf, type Fields } from '../edge/fields';
import { actionRefused } from '../edge/refusal';
import { bearerOf } from '../tokens/bearer';
import type { World } from '../world';
import { cancel, refund, refundableMinor } from './give-back';
import type { Transaction } from './transaction';

/** POST refunds and POST cancels. Both answer with the original's id. */
export function refundRoutes(world: World): Router {
  const router = express.Router();

  router.post(`${API}/transactions/:id/refunds`, async (req, res) => {
    bearerOf(world, req);
    const transaction = transactionOf(world, req.params.id);
    const fields = fieldsFrom(req.body);
    const minor = refundAmount(fields, transaction);
    refund(world, transaction, minor);
    await world.notifications.beforeAnswer();
    const reference = textOf(fields, 'reference') || `Refund Transaction at ${shortTime(world.clock.now())}`;
    res.json(done('Refunded successfully', transaction, { minor, reference }));
  });

  router.post(`${API}/transactions/:id/cancels`, async (req, res) => {
    bearerOf(world, req);
    const transaction = transactionOf(world, req.params.id);
    const fields = fieldsFrom(req.body);
    cancel(world, transaction);
    await world.notifications.beforeAnswer();
    const reference = textOf(fields, 'reference') || textOf(fields, 'note') || 'Cancel Transaction';
    res.json(done('Cancelled successfully', transaction, { minor: transaction.amount.minor, reference }));
  });

  return router;
}

/** @throws Refusal 404 */
export function transactionOf({ ledger }: World, id: string): Transaction {
  const transaction = ledger.find(id);
  if (!transaction) throw actionRefused(404, 'Transaction not found');
  return transaction;
}

/** Without `partial_refund` everything that is left is refunded, whatever `amount` says. */
function refundAmount(fields: Fields, transaction: Transaction): number {
  if (!flagOf(fields, 'partial_refund')) return refundableMinor(transaction);
  const amount = moneyFromDecimal(fields['amount'], transaction.amount.currency);
  if (!amount) throw actionRefused(400, 'Amount is required');
  return amount.minor;
}

export function done(
  message: string,
  transaction: Transaction,
  { minor, reference }: { minor: number; reference: string },
): object {
  const amount = Number(decimalOf(money(minor, transaction.amount.currency)));
  return { success: true, message, amount, reference, transaction_id: transaction.id };
}

/** `07-09-23 10:05:35` */
function shortTime(moment: Date): string {
  const [date = '', time = ''] = moment.toISOString().slice(2, 19).split('T');
  return `${date.split('-').reverse().join('-')} ${time}`;
}
