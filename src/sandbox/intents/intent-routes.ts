import express, { type Router } from 'express';
import { decimalOf } from '../../kernel/money';
import { ACCOUNT, API } from '../account';
import { fieldsFrom } from '../edge/fields';
import { refused } from '../edge/refusal';
import { elementsOf } from '../elements/elements';
import { wireTime } from '../movable-clock';
import { bearerOf } from '../tokens/bearer';
import type { World } from '../world';
import type { Intent } from './intent';
import { changedTerms, termsFrom } from './intent-input';

export function intentRoutes(world: World): Router {
  const router = express.Router();

  router.post(`${API}/intents`, (req, res) => {
    const token = bearerOf(world, req);
    const fields = fieldsFrom(req.body);
    const terms = termsFrom(fields, world.switches.now.currencies, token.flags.cardLayout);
    const intent = world.intents.create(terms, token);
    const asText = typeof fields['amount'] === 'string' && intent.terms.transactionType !== 'VERIFY';
    const amount = asText ? fields['amount'] : amountOf(intent); // a string is echoed as it was sent
    res.status(201).json({ ...wireIntent(world, intent), amount });
  });

  router.get(`${API}/intents/:id`, (req, res) => {
    bearerOf(world, req);
    const intent = found(world, req.params.id);
    res.json({ ...wireIntent(world, intent), status: world.intents.isActive(intent) ? 'active' : 'expired' });
  });

  router.patch(`${API}/intents/:id`, (req, res) => {
    bearerOf(world, req);
    const intent = found(world, req.params.id);
    if (!world.intents.isActive(intent)) throw refused(401, 'Payment Intent has expired');
    intent.terms = changedTerms(intent.terms, fieldsFrom(req.body));
    res.json({ ...wireIntent(world, intent), status: 'active' });
  });

  return router;
}

/** Only the whole number finds an intent here, never the `pi_` string. */
function found({ intents }: World, id: string): Intent {
  const intent = /^\d{1,15}$/.test(id) ? intents.byId(Number(id)) : null;
  if (!intent) throw refused(404, 'Invalid request');
  return intent;
}

function amountOf({ terms }: Intent): number {
  return Number(decimalOf(terms.amount));
}

function wireIntent(world: World, intent: Intent): object {
  const { terms } = intent;
  return {
    id: intent.id,
    payment_intent: intent.paymentIntent,
    transaction_type: terms.transactionType,
    expiry_date: wireTime(intent.expiresAt),
    amount: amountOf(intent),
    currency: terms.amount.currency,
    payment_type: terms.paymentType,
    return_url: terms.returnUrl,
    notification_url: terms.notificationUrl,
    card_layout: terms.cardLayout,
    ...(terms.delayCaptureDays !== null && { delay_capture_days: terms.delayCaptureDays }),
    element: elementsOf(world, intent),
    merchant_id: ACCOUNT.gatewayMerchantId,
    transaction_unique: intent.transactionUnique,
  };
}
