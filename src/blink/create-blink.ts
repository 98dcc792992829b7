import type { Clock } from '../clock';
import type { AccessTokens } from './access-token';
import { createAccessTokens } from './access-token';
import { createApplePayDomains } from './apple-pay-domains';
import { createApi } from './api';
import { bankRulesFor, isLoopback } from './bank-address';
import type { Blink } from './blink';
import type { BlinkLog } from './blink-log';
import type { OnCall } from './call-observer';
import { createCreditCards } from './credit-cards';
import type { Deadlines } from './deadlines';
import { DEADLINES } from './deadlines';
import { createDirectDebits } from './direct-debits';
import { createIntents } from './intents';
import { createLine } from './line';
import { createOpenBankings } from './open-bankings';
import type { Sleep } from './patience';
import { RateBudget } from './rate-budget';
import { createRepeatPayments } from './repeat-payments';
import { createTokenRequest } from './token-request';
import { createTransactions } from './transactions';
import { createTransport } from './transport';
import { createWallets } from './wallets';

export interface BlinkOptions {
  /** Blink's origin; the API's path is added here. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly secretKey: string;
  /** Whether who pays is asked for address and postcode. */
  readonly addressRequired?: boolean | undefined;
  readonly clock: Clock;
  readonly log: BlinkLog;
  /** Told of every call when it is over. */
  readonly onCall?: OnCall | undefined;
  readonly deadlines?: Partial<Deadlines>;
  /** 0 to 1: spreads repeats. */
  readonly random?: () => number;
  readonly sleep?: Sleep;
  /** Banks on loopback, by http too. Only heard when `apiUrl` itself is on loopback. */
  readonly insecureBanks?: boolean;
}

const API_PATH = '/api/pay/v1';

/** @throws RangeError when `apiUrl` is neither https nor on loopback */
export function createBlink(options: BlinkOptions): Blink {
  const { clock, log, onCall, random = Math.random, sleep = sleepFor } = options;
  const origin = blinkOrigin(options.apiUrl);
  const deadlines = { ...DEADLINES, ...options.deadlines };
  const transport = createTransport(`${origin.origin}${API_PATH}`, log, onCall);
  const ways = { line: createLine(transport, new RateBudget(clock), onCall), deadlines, random, sleep };
  const tokensFor = (forPhone: boolean): AccessTokens =>
    createAccessTokens({ ask: createTokenRequest({ ...options, ...ways, forPhone }), clock, random });
  const tokens = tokensFor(false);
  const api = createApi({ ...ways, tokens });
  const phoneApi = createApi({ ...ways, tokens: tokensFor(true) });
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
