import { z } from 'zod';
import { moneyFromDecimal } from '../../kernel/money';
import type { Answer } from '../transport/answer';
import { readWith } from '../transport/answer';
import type { Api } from '../transport/api';
import type { Blink } from '../blink';
import { BlinkRefused, BlinkUnreadable, TransactionNotFound } from '../errors';
import { merchantDataFrom } from '../wire/merchant-data';
import { plainText } from '../wire/plain-text';
import { isTransactionId } from '../wire/transaction-id';
import { createTransactionOperations } from './transaction-operations';
import { wireCurrency, wireDecimal } from '../wire/wire-values';
import type { ReadUrgency, Transaction } from './transaction';

const WHAT = 'GET transactions/{id}';

const transactionAnswer = z.object({
  data: z.object({
    transaction_id: z.union([z.string(), z.number().int().transform(String)]),
    status: z.string().min(1).max(64),
    message: z.unknown().optional(),
    amount: wireDecimal,
    currency: wireCurrency,
    payment_source: z.unknown().optional(),
    merchant_data: z.unknown().optional(),
  }),
});

/** @see https://api-docs.blinkpayment.co.uk/docs/transactions */
export function createTransactions(api: Api): Blink['transactions'] {
  return {
    async get(transactionId, urgency = 'verify') {
      if (!isTransactionId(transactionId)) throw new TransactionNotFound(plainText(transactionId, 64));
      const answer = await read(api, transactionId, urgency);
      return transactionFrom(answer, transactionId);
    },
    ...createTransactionOperations(api),
  };
}

async function read(api: Api, transactionId: string, urgency: ReadUrgency): Promise<Answer> {
  try {
    return await api.read({ what: WHAT, path: `transactions/${transactionId}`, urgency });
  } catch (error) {
    if (error instanceof BlinkRefused && error.httpStatus === 404)
      throw new TransactionNotFound(transactionId);
    throw error;
  }
}

function transactionFrom({ json }: Answer, askedFor: string): Transaction {
  const { data } = readWith(transactionAnswer, WHAT, json);
  const amount = moneyFromDecimal(data.amount, data.currency);
  if (!amount) throw new BlinkUnreadable(WHAT, 'data.amount');
  if (!isSameTransaction(data.transaction_id, askedFor))
    throw new BlinkUnreadable(WHAT, 'data.transaction_id');
  return {
    id: data.transaction_id,
    status: data.status,
    message: plainText(data.message),
    amount,
    paymentSource: plainText(data.payment_source),
    merchantData: merchantDataFrom(data.merchant_data),
  };
}

/** Redirects have lost the suffix of newer ids; the answer has the whole id. */
function isSameTransaction(answered: string, askedFor: string): boolean {
  const suffix = answered.startsWith(askedFor) ? answered.slice(askedFor.length) : null;
  return suffix === '' || (suffix !== null && /^-\d{1,10}$/.test(suffix));
}
