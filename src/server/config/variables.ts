import { z } from 'zod';
import { DEFAULT_PORT, type WrongVariable } from './rules';
import {
  database,
  emailAddress,
  headerKey,
  hexColour,
  list,
  mailbox,
  mailServer,
  oneOf,
  origin,
  secret,
  secretHeader,
  text,
  variable,
  webAddress,
  webhookSecret,
  wholeNumber,
} from './values';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const LAST_PORT = 65_535;
const MOST_DAYS = 36_500;
const KEY_LENGTH = 32; // characters: 128 bits even when somebody types hexadecimal digits

/** Every known variable, as `.env.example` documents them. */
export const variables = z.object({
  PORT: variable(wholeNumber(0, LAST_PORT)).prefault(DEFAULT_PORT),
  HOST: variable(text()).prefault('0.0.0.0'),
  PUBLIC_URL: variable(origin()),
  TRUST_PROXY: variable(wholeNumber(0, 10)).prefault('0'),
  LOG_LEVEL: variable(oneOf(...LOG_LEVELS)).prefault('info'),
  METRICS_PORT: variable(wholeNumber(0, LAST_PORT)).optional(),

  BLINK_API_URL: variable(origin()).prefault('https://secure.blinkpayment.co.uk'),
  BLINK_GATEWAY_URL: variable(origin()).prefault('https://gateway2.blinkpayment.co.uk'),
  BLINK_API_KEY: variable(headerKey()),
  BLINK_SECRET_KEY: variable(headerKey()),
  BLINK_ADDRESS_REQUIRED: variable(oneOf('on', 'off')).prefault('off'),
  BLINK_CARD_PRESENT_URL: variable(origin()).prefault('https://api.blinkpayment.co.uk'),
  BLINK_POS_API_KEY: variable(headerKey()).optional(),
  BLINK_POS_API_SECRET: variable(headerKey()).optional(),
  BLINK_TEST_MODE: variable(oneOf('on', 'off')).prefault('off'),

  APP_SECRET: variable(list(secret(KEY_LENGTH))),
  MERCHANT_API_KEYS: variable(list(secretHeader(KEY_LENGTH))),

  MERCHANT_NAME: variable(text()).prefault('Checkout'),
  SUPPORT_EMAIL: variable(emailAddress()).optional(),
  BRAND_COLOUR: variable(hexColour()).optional(),
  BRAND_LOGO_URL: variable(webAddress()).optional(),

  SHOP_ORIGINS: variable(list(origin())).optional(),
  API_DOCS: variable(oneOf('on', 'off')).prefault('on'),
  MERCHANT_WEBHOOK_URL: variable(webAddress()).optional(),
  MERCHANT_WEBHOOK_SECRET: variable(list(webhookSecret())).optional(),

  LATE_PAYMENT: variable(oneOf('accept', 'review', 'refund')).prefault('review'),
  DIRECT_DEBIT_PAID_AT: variable(oneOf('paid_out', 'confirmed')).prefault('paid_out'),
  CARD_ATTEMPTS_PER_HOUR: variable(wholeNumber(1, 100_000)).prefault('20'),

  SMTP_URL: variable(mailServer()).optional(),
  MAIL_FROM: variable(mailbox()).optional(),

  DATABASE_URL: variable(database()).optional(),
  DATABASE_ROLE: variable(text()).optional(),
  DATABASE_ROLE_PASSWORD: variable(text()).optional(),
  MIGRATE: variable(oneOf('on', 'off')).prefault('on'),
  FORGET_AFTER_DAYS: variable(wholeNumber(1, MOST_DAYS)).prefault('540'),
});

export type Variables = z.infer<typeof variables>;

/** The names of all variables, for the test that keeps `.env.example` complete. */
export const variableNames: readonly string[] = Object.keys(variables.shape);

/** Empty values, also in quotes: `docker run --env-file` passes the quotes on. */
const NOTHING = new Set(['', '""', "''"]);

/** The known variables that have a value, by name. */
export function setVariables(env: unknown): Record<string, string> {
  const copy: unknown = typeof env === 'object' ? { ...env } : env; // the environment itself is no plain object
  const given = z.record(z.string(), z.string().optional()).parse(copy);
  const set: Record<string, string> = {};
  for (const name of variableNames) {
    const value = given[name]?.trim();
    if (value !== undefined && !NOTHING.has(value)) set[name] = value;
  }
  return set;
}

export function wrongVariable(issue: {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}): WrongVariable {
  return { name: String(issue.path[0]), reason: issue.message };
}
