import express, { type Router } from 'express';
import { decimalOf } from '../../kernel/money';
import { API } from '../account';
import { refused } from '../edge/refusal';
import { bearerOf } from '../tokens/bearer';
import type { World } from '../world';
import type { Transaction } from './transaction';
import { parsed } from './merchant-data';

export function transactionRoutes(world: World): Router {
  const router = express.Router();
  router.get(`${API}/transactions/:id`, (req, res) => {
    bearerOf(world, req);
    const transaction = world.ledger.find(req.params.id);
    if (!transaction) throw refused(404, 'Transaction not found');
    res.json({ data: wireTransaction(world, transaction) });
  });
  return router;
}

function wireTransaction({ switches }: World, transaction: Transaction): object {
  const { customer, cardMask } = transaction;
  return {
    transaction_id: transaction.id,
    status: transaction.status,
    message: transaction.message,
    amount: Number(decimalOf(transaction.amount)),
    currency: transaction.amount.currency,
    payment_source: transaction.paymentSource,
    customer_name: customer.name,
    customer_email: customer.email,
    ...addressOf(transaction),
    ...(cardMask !== null && { card_number_mask: cardMask }),
    merchant_data:
      switches.now.merchantDataOnGet === 'object'
        ? parsed(transaction.merchantData)
        : writtenAnew(transaction.merchantData),
  };
}

/** Null when there is none, and left out for open banking. */
function addressOf({ method, customer }: Transaction): object {
  if (method === 'open-banking') return {};
  return { customer_address: customer.address || null, customer_postcode: customer.postcode || null };
}

/** As recorded: `{"a": "b"}` comes back for `{"a":"b"}`, so that comparing texts proves nothing. */
function writtenAnew(merchantData: string | null): string | null {
  const value = parsed(merchantData);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return merchantData;
  const pairs = Object.entries(value).map(
    ([name, each]) => `${JSON.stringify(name)}: ${JSON.stringify(each)}`,
  );
  return `{${pairs.join(', ')}}`;
}
