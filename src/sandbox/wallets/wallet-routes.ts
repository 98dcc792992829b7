import express, { type Request, type RequestHandler, type Router } from 'express';
import { API } from '../account';
import * as call from '../cards/payment-call';
import { orderFor } from '../cards/payment-order';
import { carryOut, openingMessage } from '../cards/three-ds';
import type { PaymentRule, ThreeDs } from '../cards/payment-rules';
import { fieldsFrom, textOf } from '../edge/fields';
import { paymentRefused } from '../edge/refusal';
import { newCardTransactionId } from '../ids';
import { bearerOf } from '../tokens/bearer';
import type { World } from '../world';
import { isWalletToken, walletTokenIn, type Wallet } from './wallet-token';

/** POST googlepay and POST applepay: like creditcards, with the wallet's token for the card. */
export function walletRoutes(world: World): Router {
  const router = express.Router();
  router.post(`${API}/googlepay`, payBy(world, 'googlepay'));
  router.post(`${API}/applepay`, payBy(world, 'applepay'));
  return router;
}

function payBy(world: World, wallet: Wallet): RequestHandler {
  return async (req, res) => {
    bearerOf(world, req);
    const payment = walletPaymentFrom(world, req, wallet);
    const rule = world.rules.take(null);
    payment.intent.used = true;
    const threeDs = threeDsFor(world, wallet, rule);
    const order = orderFor(payment, { method: wallet, paymentSource: wallet });
    const transaction = world.ledger.open(newCardTransactionId(), order, 'Received', openingMessage(threeDs));
    const answer = carryOut(world, transaction, rule, threeDs);
    await world.notifications.beforeAnswer();
    res.json(answer());
  };
}

function walletPaymentFrom(world: World, req: Request, wallet: Wallet): call.PaymentCall {
  const posted = fieldsFrom(req.body);
  const fields = { ...posted, paymentToken: walletTokenIn(posted) };
  const named = call.intentNamedIn(world, fields);
  const customer = call.customerOf(fields, named);
  const goesThrough3ds = wallet === 'googlepay' && textOf(fields, 'type') !== '2';
  call.refuseProblems(world, [
    ...call.required(fields, 'payment_intent', 'Payment Intent is required'),
    ...call.required(fields, 'paymentToken', 'Payment Token is required'),
    ...call.customerProblems(customer),
    ...(goesThrough3ds ? call.deviceProblems(fields) : []),
  ]);
  const intent = call.payableIntent(world, named);
  if (!isWalletToken(wallet, textOf(fields, 'paymentToken')))
    throw paymentRefused(400, 'Payment Token is invalid');
  return call.paymentCallFrom(world, req, intent, customer);
}

/** Apple Pay never goes to the bank; Google Pay does when the switch or a rule says so. */
function threeDsFor({ switches }: World, wallet: Wallet, rule: PaymentRule): ThreeDs {
  if (wallet === 'applepay') return 'frictionless';
  return rule.threeDs ?? (switches.now.googlePayAnswer === 'acsform' ? 'challenge' : 'frictionless');
}
