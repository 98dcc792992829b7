import { brokenRules, foreignBlinks, type WrongVariable } from './rules';
import { type LOG_LEVELS, setVariables, type Variables, variables, wrongVariable } from './variables';

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

/**
 * @param env usually the environment of the process; a variable with an empty value counts as unset
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
