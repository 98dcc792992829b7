import express, { type Router } from 'express';
import { timingSafeEqual } from 'node:crypto';
import { API } from '../account';
import { fieldsFrom, flagOf, textOf, type Fields } from '../edge/fields';
import { refused } from '../edge/refusal';
import { wireTime } from '../movable-clock';
import type { World } from '../world';
import type { AccessToken, TokenFlags } from './tokens';

export function tokenRoutes(world: World): Router {
  const router = express.Router();
  router.post(`${API}/tokens`, (req, res) => {
    const fields = fieldsFrom(req.body);
    checkKeys(world, textOf(fields, 'api_key'), textOf(fields, 'secret_key'));
    res.status(201).json(wireToken(world, world.tokens.issue(flagsFrom(fields))));
  });
  return router;
}

function checkKeys({ keys }: World, apiKey: string, secretKey: string): void {
  if (apiKey === '') throw refused(400, 'Api key is required');
  if (secretKey === '') throw refused(400, 'Secret key is required');
  if (!same(apiKey, keys.apiKey) || !same(secretKey, keys.secretKey))
    throw refused(401, 'Unauthorised request');
}

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function flagsFrom(fields: Fields): TokenFlags {
  return {
    sendBlinkReceipt: flagOf(fields, 'send_blink_receipt'),
    addressPostcodeRequired: flagOf(fields, 'address_postcode_required'),
    enableMotoPayments: flagOf(fields, 'enable_moto_payments'),
    paymentApiStatus: flagOf(fields, 'payment_api_status', true),
    cardLayout: textOf(fields, 'card_layout').replace('_', '-'), // first spelt `single_line` here
  };
}

function wireToken({ switches }: World, { text, expiresAt, flags }: AccessToken): object {
  const { currencies, directDebitEnabled } = switches.now;
  return {
    access_token: text,
    expired_on: wireTime(expiresAt),
    payment_types: ['credit-card', ...(directDebitEnabled ? ['direct-debit'] : []), 'open-banking'],
    currencies,
    payment_api_status: flags.paymentApiStatus,
    send_blink_receipt: flags.sendBlinkReceipt,
    enable_moto_payments: flags.enableMotoPayments,
    address_postcode_required: flags.addressPostcodeRequired,
  };
}
