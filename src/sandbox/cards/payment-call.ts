import type { Request } from 'express';
import { isIP } from 'node:net';
import { moneyFromDecimal, type Money } from '../../kernel/money';
import { fieldsFrom, merchantDataOf, textOf, type Fields } from '../edge/fields';
import { paymentRefused, Refusal } from '../edge/refusal';
import { DEVICE_FIELDS } from '../elements/inputs';
import type { Customer, Intent } from '../intents/intent';
import type { ForwardedHeaders } from '../transactions/transaction';
import type { World } from '../world';

export interface Problem {
  readonly field: string;
  readonly message: string;
}

/** What every payment call carries, checked. */
export interface PaymentCall {
  readonly intent: Intent;
  readonly amount: Money;
  readonly customer: Customer;
  readonly merchantData: string | null;
  readonly reference: string;
  readonly forwarded: ForwardedHeaders;
  readonly device: Readonly<Record<string, string>>;
}

/** @throws Refusal with all problems, in the shape the switches ask for */
export function refuseProblems({ switches }: World, problems: readonly Problem[]): void {
  const [first] = problems;
  if (!first) return;
  const { validationShape, validationStatus } = switches.now;
  if (validationShape === 'error') throw paymentRefused(validationStatus, first.message);
  const data = Object.fromEntries(problems.map(({ field, message }) => [field, [message]]));
  throw new Refusal(validationStatus, { message: 'Validation error', data });
}

export function required(fields: Fields, name: string, message: string): Problem[] {
  return textOf(fields, name) === '' ? [{ field: name, message }] : [];
}

const DEVICE_TEXTS: Readonly<Record<(typeof DEVICE_FIELDS)[number], string>> = {
  device_timezone: 'Device timezone is required',
  device_capabilities: 'Device capabilities is required',
  device_accept_language: 'Device accept language is required',
  device_screen_resolution: 'Device screen resolution is required',
  remote_address: 'Remote address is required',
};

/** What the bank wants to know about the shopper's browser before it answers a 3-D Secure request. */
export function deviceProblems(fields: Fields): Problem[] {
  const missing = DEVICE_FIELDS.flatMap((name) => required(fields, name, DEVICE_TEXTS[name]));
  const address = textOf(fields, 'remote_address');
  if (address === '' || isIP(address) !== 0) return missing;
  return [...missing, { field: 'remote_address', message: 'Invalid remoteAddress' }];
}

export function customerProblems({ name, email }: Customer): Problem[] {
  return [
    ...(name === '' ? [{ field: 'customer_name', message: 'Customer name is required' }] : []),
    ...(email === '' ? [{ field: 'customer_email', message: 'Customer email is required' }] : []),
  ];
}

/** The call's own values, and the intent's where the call has none. */
export function customerOf(fields: Fields, intent: Intent | null): Customer {
  const known = intent?.terms.customer;
  return {
    name: textOf(fields, 'customer_name') || (known?.name ?? ''),
    email: textOf(fields, 'customer_email') || (known?.email ?? ''),
    address: textOf(fields, 'customer_address') || (known?.address ?? ''),
    postcode: textOf(fields, 'customer_postcode') || (known?.postcode ?? ''),
  };
}

export function intentNamedIn({ intents }: World, fields: Fields): Intent | null {
  return intents.byPaymentIntent(textOf(fields, 'payment_intent'));
}

/** An intent that can be paid. @throws Refusal, 401 for one that is too old or used, with the same text for both */
export function payableIntent({ intents }: World, intent: Intent | null): Intent {
  if (!intent) throw paymentRefused(400, 'Invalid payment intent');
  if (!intents.isActive(intent)) throw paymentRefused(401, 'Payment Intent has expired');
  return intent;
}

export function paymentCallFrom(world: World, req: Request, intent: Intent, customer: Customer): PaymentCall {
  const fields = fieldsFrom(req.body);
  return {
    intent,
    amount: amountOf(world, fields, intent),
    customer,
    merchantData: merchantDataOf(fields),
    reference: textOf(fields, 'transaction_unique') || intent.transactionUnique,
    forwarded: forwardedHeadersOf(req),
    device: Object.fromEntries(DEVICE_FIELDS.map((name) => [name, textOf(fields, name)])),
  };
}

function amountOf({ switches }: World, fields: Fields, { terms }: Intent): Money {
  const raw = switches.now.rawAmountCounts
    ? moneyFromDecimal(fields['raw_amount'], terms.amount.currency)
    : null;
  return raw ?? terms.amount;
}

function forwardedHeadersOf({ headers }: Request): ForwardedHeaders {
  const one = (value: string | string[] | undefined): string =>
    Array.isArray(value) ? value.join(', ') : (value ?? '');
  return {
    userAgent: one(headers['user-agent']),
    accept: one(headers.accept),
    acceptEncoding: one(headers['accept-encoding']),
    acceptCharset: one(headers['accept-charset']),
  };
}
