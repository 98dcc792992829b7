import express, { type Request, type Router } from 'express';
import { API } from '../account';
import { returnAddress } from '../cards/payment-answer';
import * as call from '../cards/payment-call';
import { orderFor } from '../cards/payment-order';
import { fieldsFrom, textOf, type Fields } from '../edge/fields';
import { paymentRefused } from '../edge/refusal';
import { newBankTransactionId } from '../ids';
import type { Customer } from '../intents/intent';
import { bearerOf } from '../tokens/bearer';
import type { World } from '../world';
import { startWalk } from './debit-walk';

const TEST_ACCOUNT = { branchCode: '200000', accountNumber: '55779911' } as const;

/** POST directdebits: there is no bank page, and the answer is not money. */
export function directDebitRoutes(world: World): Router {
  const router = express.Router();
  router.post(`${API}/directdebits`, async (req, res) => {
    bearerOf(world, req);
    if (!world.switches.now.directDebitEnabled) {
      throw paymentRefused(401, 'Direct debit is not enabled to this merchant account');
    }
    const payment = debitFrom(world, req);
    payment.intent.used = true;
    const order = orderFor(payment, { method: 'direct-debit', paymentSource: 'Direct Debit' });
    const debit = world.ledger.open(
      newBankTransactionId(),
      order,
      'Pending Submission',
      'Pending Submission',
    );
    startWalk(debit, world.clock.now());
    await world.notifications.beforeAnswer();
    res.json({ url: returnAddress(world, debit) });
  });
  return router;
}

function debitFrom(world: World, req: Request): call.PaymentCall {
  const fields = fieldsFrom(req.body);
  call.refuseProblems(world, [
    ...call.required(fields, 'payment_intent', 'Payment Intent is required'),
    ...nameProblems(fields),
    ...call.required(fields, 'email', 'Email address is required'),
    ...call.required(fields, 'account_holder_name', 'Account holder name is required'),
    ...call.required(fields, 'branch_code', 'Branch code is required'),
    ...call.required(fields, 'account_number', 'Account number is required'),
  ]);
  call.refuseProblems(world, accountProblems(fields));
  const intent = call.payableIntent(world, call.intentNamedIn(world, fields));
  return call.paymentCallFrom(world, req, intent, payerOf(fields));
}

function nameProblems(fields: Fields): call.Problem[] {
  const has = (name: string): boolean => textOf(fields, name) !== '';
  if (has('company_name') || (has('given_name') && has('family_name'))) return [];
  if (has('given_name')) {
    return [{ field: 'family_name', message: 'Family name is required if company name is not present' }];
  }
  if (has('family_name')) {
    return [{ field: 'given_name', message: 'Given name is required if company name is not present' }];
  }
  return [
    { field: 'given_name', message: 'Given name is required if company name is not present' },
    { field: 'family_name', message: 'Family name is required if company name is not present' },
    {
      field: 'company_name',
      message: 'Company name is required if given name and family name are not present',
    },
  ];
}

/** A sort code may be written 20-00-00. Accounts of real people are refused like card numbers are. */
function accountProblems(fields: Fields): call.Problem[] {
  const branchCode = textOf(fields, 'branch_code').replace(/[\s-]/g, '');
  const accountNumber = textOf(fields, 'account_number').replace(/\s/g, '');
  if (branchCode === TEST_ACCOUNT.branchCode && accountNumber === TEST_ACCOUNT.accountNumber) return [];
  return [
    {
      field: 'account_number',
      message: 'This is a sandbox: it takes the test account 20-00-00, 55779911 only',
    },
  ];
}

function payerOf(fields: Fields): Customer {
  const person = `${textOf(fields, 'given_name')} ${textOf(fields, 'family_name')}`.trim();
  return {
    name: person || textOf(fields, 'company_name'),
    email: textOf(fields, 'email'),
    address: textOf(fields, 'customer_address'),
    postcode: textOf(fields, 'customer_postcode'),
  };
}
