import { inspect } from 'node:util';
import type { Blink } from '../../src/blink/blink';
import type { BlinkLog } from '../../src/blink/transport/blink-log';
import type { BlinkOptions } from '../../src/blink/create-blink';
import { createBlink } from '../../src/blink/create-blink';
import { later, MINUTE } from '../../src/kernel/clock';
import { money } from '../../src/kernel/money';
import type { Script } from './scripted-server';
import { json, ScriptedServer } from './scripted-server';
import type { NewIntent } from '../../src/blink/payments/intent';
import type { CardPayment, Browser } from '../../src/blink/payments/payment';

export const API_KEY = 'ca4a5f0c1d'.repeat(6) + '0001';
export const SECRET_KEY = 'ca4a9b7e2a'.repeat(6) + '0002';
export const CARD_TOKEN = Buffer.from(
  '{"paymentToken":{"method":"card","resource":"store","id":4711}}',
).toString('base64');
export const RETURN_URL = 'https://shop.example/return/ord_1/att_1/capability';

/** A clock that stands still until it is told to move. */
export class StillClock {
  private time = new Date('2026-07-01T12:00:00Z');
  now(): Date {
    return this.time;
  }
  pass(milliseconds: number): void {
    this.time = later(this.time, milliseconds);
  }
}

export class KeptLog implements BlinkLog {
  readonly lines: { level: string; data: object; message: string }[] = [];
  info = (data: object, message: string): void => void this.lines.push({ level: 'info', data, message });
  warn = (data: object, message: string): void => void this.lines.push({ level: 'warn', data, message });
  error = (data: object, message: string): void => void this.lines.push({ level: 'error', data, message });
  get text(): string {
    return inspect(this.lines, { depth: null });
  }
}

export interface Setting {
  readonly server: ScriptedServer;
  readonly blink: Blink;
  readonly clock: StillClock;
  readonly log: KeptLog;
  /** What the client slept; the clock goes with it, the test does not wait. */
  readonly slept: number[];
}

export async function startSetting(options: Partial<BlinkOptions> = {}): Promise<Setting> {
  const server = await ScriptedServer.start();
  const clock = new StillClock();
  const log = new KeptLog();
  const slept: number[] = [];
  const sleep = (milliseconds: number): Promise<void> => {
    slept.push(milliseconds);
    clock.pass(milliseconds);
    return Promise.resolve();
  };
  server.on('POST /tokens', tokens(clock));
  const keys = { apiKey: API_KEY, secretKey: SECRET_KEY };
  const blink = createBlink({
    apiUrl: server.origin,
    ...keys,
    clock,
    log,
    sleep,
    random: () => 0.5,
    ...options,
  });
  return { server, blink, clock, log, slept };
}

let serial = 0;

/** Blink's token: a JWT that holds the secret key in clear. Each is another one. */
export function accessToken(endsAt: Date): string {
  serial += 1;
  const claims = { merchant_id: 1, secret_key: SECRET_KEY, exp: Math.floor(endsAt.getTime() / 1000), serial };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** @param lifeMs by Blink's clock, which need not be ours */
export function tokens(clock: { now(): Date }, lifeMs = 30 * MINUTE): Script {
  return (res, seen) => {
    const body = {
      access_token: accessToken(later(clock.now(), lifeMs)),
      expired_on: '2020-01-01T00:00:00Z',
    };
    json(201, body, { Date: clock.now().toUTCString() })(res, seen);
  };
}

/** As recorded: a number, 110 characters, what the account has switched on. */
export function intentBody(overrides: object = {}): Record<string, unknown> {
  return {
    id: 28,
    payment_intent: `pi_${'aB3-_'.repeat(21)}xy`,
    transaction_type: 'SALE',
    expiry_date: '2026-07-01T13:30:00Z',
    amount: 10.99,
    currency: 'GBP',
    payment_type: 'credit-card',
    return_url: RETURN_URL,
    notification_url: 'https://shop.example/n',
    card_layout: 'single-line',
    element: { ccElement: CC_ELEMENT },
    merchant_id: 233508,
    transaction_unique: 'w4WcUbYZKTH7',
    ...overrides,
  };
}

export const CC_ELEMENT = `
<input type="hidden" class="blink-form__input--merchantID" name="merchantID" value="233508">
<input type="hidden" name="payment_intent" value="pi_x"><input type="hidden" name="resource" value="creditcards">
<label class="blink-form__label field-label">Card information</label>
<div class="blink-form__group fieldgroup-container relative no-wrap mb-4">
<input type="hostedfield:cardNumber" class="blink-form__input--card-number" placeholder="1234 1234 1234 1234">
<input type="hostedfield:cardExpiryDate" placeholder="MM/YY"><input type="hostedfield:cardCVV" placeholder="CVV"></div>
<input type="text" name="customer_name" id="cc_customer_name"><input type="text" name="customer_email">
<input type="hidden" name="device_timezone" value=""><input type="hidden" name="type" value="1">`;

/** An intent of an account that has every way to pay. */
export const ELEMENTS = {
  ccElement: CC_ELEMENT,
  ddElement: '<input type="hidden" name="resource" value="directdebits"><input type="text" name="email">',
  obElement: '<input type="text" name="customer_name">',
  gpElement: `<div><script onload="onGooglePayLoaded('TEST','1','2','','Shop','','GBP','10.99')"></script></div>`,
  apElement: `<apple-pay-button onclick="onApplePayButtonClicked('1','10.99','u','GBP','shop')"></apple-pay-button>`,
};

export const NEW_INTENT: NewIntent = {
  paymentType: 'credit-card',
  amount: money(1099, 'GBP'),
  returnUrl: RETURN_URL,
  notificationUrl: 'https://shop.example/notifications/ord_1/att_1/capability',
};

export const BROWSER: Browser = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0',
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  acceptLanguage: 'en-GB,en;q=0.9',
  acceptEncoding: 'gzip, deflate, br, zstd',
  acceptCharset: '',
  ip: '203.0.113.7',
  timezone: '-60',
  capabilities: 'javascript',
  language: 'en-GB',
  screenResolution: '1920x1080x24',
};

export const PAYMENT: CardPayment = {
  intentReference: 'pi_reference',
  paymentToken: CARD_TOKEN,
  transactionUnique: 'w4WcUbYZKTH7',
  payer: { name: 'Ann Bee', email: 'ann@example.com' },
  merchantData: { order: 'ord_1', nonce: 'n0nce' },
  browser: BROWSER,
  returnUrl: RETURN_URL,
};

export const ACSFORM = `<form id="form3ds" method="post" action="https://acs.3ds-pit.com/"><input type="hidden" name="creq" value="eyJ0aHJlZURTIjoxfQ"><input type="hidden" name="threeDSPageSessions[0aa1][bfreq]" value="x"><input id="btnSubmit" type="submit" class="button" value="Please Wait..."></form>`;

export const TRANSACTION_ID = 'BL-NRUGVMX93Q-075959';

export function transactionBody(overrides: object = {}): { data: Record<string, unknown> } {
  return {
    data: {
      transaction_id: TRANSACTION_ID,
      status: 'Captured',
      message: 'Payment Successful',
      amount: 10.99,
      currency: 'GBP',
      payment_source: 'Visa Credit Card',
      customer_name: 'Ann Bee',
      customer_email: 'ann@example.com',
      merchant_data: '{"order": "ord_1", "nonce": "n0nce"}',
      ...overrides,
    },
  };
}

export const TRANSACTION_ROUTE = `GET /transactions/${TRANSACTION_ID}`;

export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error('It was expected to fail');
}
