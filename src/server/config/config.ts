import { readFileSync } from 'node:fs';
import dotenv from 'dotenv';
import { z } from 'zod';
import { brokenRules, DEFAULT_PORT, foreignBlinks, type WrongVariable } from './rules';
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
import { variablesCutIn } from './env-file';

type AtLeastOne<Value> = readonly [Value, ...Value[]];

/** What the operator decided, read once at start. The layers below get plain options, never this. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Null when no metrics are served. */
  readonly metricsPort: number | null;
  /** How many proxies are in front of us. */
  readonly trustedProxies: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** The origin by which customers and Blink reach us. */
  readonly publicUrl: string;
  readonly blink: {
    readonly apiUrl: string;
    readonly gatewayUrl: string;
    readonly apiKey: string;
    readonly secretKey: string;
    /** Whether customers are asked for address and postcode. */
    readonly addressRequired: boolean;
  };
  /** Why pages and emails say that payments are not real: the operator says so, or the host is not Blink's own. Null when they are real. */
  readonly testMode: 'declared' | 'foreign_blink' | null;
  /** Null without card machines. */
  readonly terminals: { readonly apiUrl: string; readonly apiKey: string; readonly apiSecret: string } | null;
  /** The first secret signs, all verify. */
  readonly appSecrets: AtLeastOne<string>;
  readonly merchantApiKeys: AtLeastOne<string>;
  readonly brand: {
    readonly name: string;
    readonly supportEmail: string | null;
    readonly colour: string | null;
    readonly logoUrl: string | null;
  };
  /** Origins that `success_url` and `cancel_url` may point to. */
  readonly shopOrigins: readonly string[];
  /** Whether `/docs` and the API's description are shown, to everybody. */
  readonly apiIsDescribed: boolean;
  /** Null when the shop is sent no events. The first secret is the current one; each signs during rotation. */
  readonly merchantEvents: { readonly url: string; readonly secrets: AtLeastOne<string> } | null;
  readonly latePayment: 'accept' | 'review' | 'refund';
  readonly directDebitPaidAt: 'paid_out' | 'confirmed';
  /** The limit for one address of a shopper. */
  readonly cardAttemptsPerHour: number;
  /** Null when no email is sent. */
  readonly mail: { readonly server: string; readonly from: string } | null;
  /** Null when orders are kept in memory. */
  readonly database: { readonly url: string; readonly migrate: boolean } | null;
  /** The names of variables whose value is probably not the one that was meant. */
  readonly doubts: {
    /** Variables whose value in `.env` ends at a `#`. */
    readonly cut: readonly string[];
    /** Variables whose value begins and ends with a quote, which is read as part of the value. */
    readonly quoted: readonly string[];
  };
}

/** Lists every variable that keeps us from starting. Names and reasons only: a value may be a secret. */
export class ConfigInvalid extends Error {
  constructor(readonly variables: readonly WrongVariable[]) {
    super(
      `The configuration cannot be used:\n${variables.map(({ name, reason }) => `  ${name} ${reason}`).join('\n')}`,
    );
    this.name = 'ConfigInvalid';
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const LAST_PORT = 65_535;
const MOST_DAYS = 36_500;
const KEY_LENGTH = 32; // characters: 128 bits even when somebody types hexadecimal digits

/** Every known variable, as `.env.example` documents them. */
const variables = z.object({
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

type Variables = z.infer<typeof variables>;

/** The names of all variables, for the test that keeps `.env.example` complete. */
export const variableNames: readonly string[] = Object.keys(variables.shape);

/**
 * @param env such as `process.env`; a variable with an empty value counts as unset
 * @param cut the variables whose value ends at a `#` in `.env`
 * @throws ConfigInvalid with every wrong or missing variable, not only the first
 */
export function configFrom(env: unknown, cut: readonly string[] = []): Config {
  const set = setVariables(env);
  const read = variables.safeParse(set);
  const wrong = [...(read.error?.issues ?? []).map(wrongVariable), ...brokenRules(set)];
  if (read.success && wrong.length === 0) {
    const quoted = Object.keys(set).filter((name) => isInQuotes(set[name] ?? ''));
    return { ...configOf(read.data), doubts: { cut, quoted } };
  }
  throw new ConfigInvalid(
    wrong.map(({ name, reason }) => ({ name, reason: cut.includes(name) ? `${reason}; ${CUT}` : reason })),
  );
}

const CUT = 'in .env its value ends at a #: put it in quotes';

function isInQuotes(value: string): boolean {
  const [first = ''] = value;
  return value.length > 1 && '"\'`'.includes(first) && value.endsWith(first);
}

/** Reads `.env` (where there is one) and the environment; a variable of the environment wins. */
export function loadConfig(): Config {
  const cut = loadEnvFile();
  return configFrom(process.env, cut);
}

/** @returns the variables that the file sets and that end at a `#` there */
function loadEnvFile(): readonly string[] {
  const before = setVariables(process.env);
  dotenv.config({ quiet: true });
  return variablesCutIn(textOfEnvFile()).filter((name) => variableNames.includes(name) && !(name in before));
}

function textOfEnvFile(): string {
  try {
    return readFileSync('.env', 'utf8');
  } catch {
    return ''; // dotenv found no file either
  }
}

/**
 * Reads only the database's variables, for `npm run migrate`: whoever runs it need not know the keys.
 * @throws ConfigInvalid
 */
export function loadMigration(): {
  readonly url: string;
  /** The role that the server connects as; null when it connects as the user who migrates. */
  readonly role: { readonly name: string; readonly password: string | null } | null;
} {
  dotenv.config({ quiet: true });
  const { DATABASE_ROLE, DATABASE_ROLE_PASSWORD } = variables.shape;
  const read = z
    .object({ DATABASE_URL: variable(database()), DATABASE_ROLE, DATABASE_ROLE_PASSWORD })
    .safeParse(setVariables(process.env));
  if (!read.success) throw new ConfigInvalid(read.error.issues.map(wrongVariable));
  const { DATABASE_URL: url, DATABASE_ROLE: name, DATABASE_ROLE_PASSWORD: password = null } = read.data;
  return { url, role: name === undefined ? null : { name, password } };
}

/**
 * Reads the variables that `npm run forget` needs, and no keys.
 * @throws ConfigInvalid
 */
export function loadForgetting(): { readonly databaseUrl: string; readonly afterDays: number } {
  dotenv.config({ quiet: true });
  const set = setVariables(process.env);
  const read = z
    .object({ DATABASE_URL: variable(database()), FORGET_AFTER_DAYS: variables.shape.FORGET_AFTER_DAYS })
    .safeParse(set);
  if (!read.success) throw new ConfigInvalid(read.error.issues.map(wrongVariable));
  return { databaseUrl: read.data.DATABASE_URL, afterDays: read.data.FORGET_AFTER_DAYS };
}

/** Empty values, also in quotes: `docker run --env-file` passes the quotes on. */
const NOTHING = new Set(['', '""', "''"]);

function setVariables(env: unknown): Record<string, string> {
  const copy: unknown = typeof env === 'object' ? { ...env } : env; // `process.env` itself is no plain object
  const given = z.record(z.string(), z.string().optional()).parse(copy);
  const set: Record<string, string> = {};
  for (const name of variableNames) {
    const value = given[name]?.trim();
    if (value !== undefined && !NOTHING.has(value)) set[name] = value;
  }
  return set;
}

function wrongVariable(issue: {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}): WrongVariable {
  return { name: String(issue.path[0]), reason: issue.message };
}

function configOf(read: Variables): Omit<Config, 'doubts'> {
  return {
    host: read.HOST,
    port: read.PORT,
    metricsPort: read.METRICS_PORT ?? null,
    trustedProxies: read.TRUST_PROXY,
    logLevel: read.LOG_LEVEL,
    publicUrl: read.PUBLIC_URL,
    blink: {
      apiUrl: read.BLINK_API_URL,
      gatewayUrl: read.BLINK_GATEWAY_URL,
      apiKey: read.BLINK_API_KEY,
      secretKey: read.BLINK_SECRET_KEY,
      addressRequired: read.BLINK_ADDRESS_REQUIRED === 'on',
    },
    testMode: testModeOf(read),
    terminals: terminalsOf(read),
    appSecrets: read.APP_SECRET,
    merchantApiKeys: read.MERCHANT_API_KEYS,
    brand: {
      name: read.MERCHANT_NAME,
      supportEmail: read.SUPPORT_EMAIL ?? null,
      colour: read.BRAND_COLOUR ?? null,
      logoUrl: read.BRAND_LOGO_URL ?? null,
    },
    shopOrigins: read.SHOP_ORIGINS ?? [],
    apiIsDescribed: read.API_DOCS === 'on',
    merchantEvents: merchantEventsOf(read),
    latePayment: read.LATE_PAYMENT,
    directDebitPaidAt: read.DIRECT_DEBIT_PAID_AT,
    cardAttemptsPerHour: read.CARD_ATTEMPTS_PER_HOUR,
    mail: mailOf(read),
    database: read.DATABASE_URL ? { url: read.DATABASE_URL, migrate: read.MIGRATE === 'on' } : null,
  };
}

function testModeOf(read: Variables): Config['testMode'] {
  if (read.BLINK_TEST_MODE === 'on') return 'declared';
  return foreignBlinks(read).length > 0 ? 'foreign_blink' : null;
}

function terminalsOf(read: Variables): Config['terminals'] {
  const { BLINK_CARD_PRESENT_URL: apiUrl, BLINK_POS_API_KEY: apiKey, BLINK_POS_API_SECRET: apiSecret } = read;
  return apiKey !== undefined && apiSecret !== undefined ? { apiUrl, apiKey, apiSecret } : null;
}

function merchantEventsOf(read: Variables): Config['merchantEvents'] {
  const { MERCHANT_WEBHOOK_URL: url, MERCHANT_WEBHOOK_SECRET: secrets } = read;
  return url !== undefined && secrets !== undefined ? { url, secrets } : null;
}

function mailOf(read: Variables): Config['mail'] {
  const { SMTP_URL: server, MAIL_FROM: from } = read;
  return server !== undefined && from !== undefined ? { server, from } : null;
}
