import type { Clock } from '../kernel/clock';
import type { AccessTokens } from './transport/access-token';
import { createAccessTokens } from './transport/access-token';
import { createApplePayDomains } from './payments/apple-pay-domains';
import { createApi } from './transport/api';
import { bankRulesFor, isLoopback } from './wire/bank-address';
import type { Blink } from './blink';
import type { BlinkLog } from './transport/blink-log';
import type { OnCall } from './transport/call-observer';
import { createCreditCards } from './payments/credit-cards';
import type { Timeouts } from './transport/timeouts';
import { TIMEOUTS } from './transport/timeouts';
import { createDirectDebits } from './payments/direct-debits';
import { createIntents } from './payments/intents';
import { createRateLimitedTransport } from './transport/rate-limited-transport';
import { createOpenBankings } from './payments/open-bankings';
import type { Sleep } from './transport/time-budget';
import { RateBudget } from './transport/rate-budget';
import { createRepeatPayments } from './schedules/repeat-payments';
import { createTokenRequest } from './transport/token-request';
import { createTransactions } from './payments/transactions';
import { createTransport } from './transport/transport';
import { createWallets } from './payments/wallets';

export interface BlinkOptions {
  /** Blink's origin; the API's path is added here. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly secretKey: string;
  /** Whether the payer is asked for address and postcode. */
  readonly addressRequired?: boolean | undefined;
  readonly clock: Clock;
  readonly log: BlinkLog;
  /** Told of every call when it is over. */
  readonly onCall?: OnCall | undefined;
  readonly deadlines?: Partial<Timeouts>;
  /** 0 to 1: spreads the retries. */
  readonly random?: () => number;
  readonly sleep?: Sleep;
  /** Allows banks on loopback, by http too. Ignored unless `apiUrl` itself is on loopback. */
  readonly insecureBanks?: boolean;
}

const API_PATH = '/api/pay/v1';

/** @throws RangeError when `apiUrl` is neither https nor on loopback */
export function createBlink(options: BlinkOptions): Blink {
  const { clock, log, onCall, random = Math.random, sleep = sleepFor } = options;
  const origin = blinkOrigin(options.apiUrl);
  const deadlines = { ...TIMEOUTS, ...options.deadlines };
  const transport = createTransport(`${origin.origin}${API_PATH}`, log, onCall);
  const means = {
    limited: createRateLimitedTransport(transport, new RateBudget(clock), onCall),
    deadlines,
    random,
    sleep,
  };
  const tokensFor = (forPhone: boolean): AccessTokens =>
    createAccessTokens({ ask: createTokenRequest({ ...options, ...means, forPhone }), clock, random });
  const tokens = tokensFor(false);
  const api = createApi({ ...means, tokens });
  const phoneApi = createApi({ ...means, tokens: tokensFor(true) });
  const bankRules = bankRulesFor(origin, options.insecureBanks);
  return {
    intents: createIntents(api, phoneApi, clock, log),
    creditCards: createCreditCards(api, bankRules),
    directDebits: createDirectDebits(api, bankRules),
    openBankings: createOpenBankings(api, bankRules),
    wallets: createWallets(api, bankRules),
    repeatPayments: createRepeatPayments(api, bankRules, clock),
    applePayDomains: createApplePayDomains(api, createTransport(origin.origin, log, onCall), deadlines),
    transactions: createTransactions(api),
    account: {
      ask: async () => (tokens.lately() ?? (await tokens.forIntent())).account,
      known: () => tokens.lately()?.account ?? null,
    },
  };
}

export function blinkOrigin(apiUrl: string): URL {
  const url = new URL(apiUrl);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    throw new RangeError('Blink is called by https, or by http on loopback');
  }
  return url;
}

export function sleepFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
