import { BlinkError, BlinkKeysRefused, BlinkNotEnabled } from '../../blink/errors';
import type { Blink } from '../../blink/blink';
import type { AccountWord } from '../../blink/payments/intent';

/** What Blink says about the keys and their account. Asked once, after the start; no payment depends on it. */
export type AccountState =
  | { readonly state: 'not_asked' }
  | { readonly state: 'usable'; readonly word: AccountWord }
  /** Nobody can pay until the operator has mended it. */
  | { readonly state: 'keys_refused' | 'api_not_enabled' }
  /** Blink could not be asked, so nothing is known about the account. */
  | { readonly state: 'unknown' };

export const ACCOUNT_STATES = [
  'not_asked',
  'usable',
  'keys_refused',
  'api_not_enabled',
  'unknown',
] as const satisfies readonly AccountState['state'][];

export interface AccountLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface AccountCheck {
  readonly now: () => AccountState;
  /** Resolves when the state was logged; never rejects, and nothing waits for it. */
  readonly ask: () => Promise<void>;
}

/** @param testMode why the pages say that payments are not real; null when they do not say so */
export function createAccountCheck(
  blink: Pick<Blink, 'account'>,
  testMode: 'declared' | 'foreign_blink' | null,
  log: AccountLog,
): AccountCheck {
  let found: AccountState = { state: 'not_asked' };
  return {
    now: () => {
      const word = found.state === 'usable' ? null : blink.account.known();
      return word ? { state: 'usable', word } : found; // a problem at the start was mended since
    },
    ask: async () => {
      found = await stateOf(blink, log);
      if (found.state === 'usable') say(found.word, testMode, log);
    },
  };
}

async function stateOf(blink: Pick<Blink, 'account'>, log: AccountLog): Promise<AccountState> {
  try {
    return { state: 'usable', word: await blink.account.ask() };
  } catch (err) {
    return { state: failureOf(err, log) };
  }
}

function failureOf(err: unknown, log: AccountLog): 'keys_refused' | 'api_not_enabled' | 'unknown' {
  if (err instanceof BlinkNotEnabled) {
    log.error(
      { err },
      'Blink does not let this page use its API: switch "Enable API" on in the Blink portal',
    );
    return 'api_not_enabled';
  }
  if (err instanceof BlinkKeysRefused) {
    log.error(
      { err },
      'Blink refuses the keys: nobody can pay until BLINK_API_KEY and BLINK_SECRET_KEY are right',
    );
    return 'keys_refused';
  }
  if (err instanceof BlinkError)
    log.warn({ err }, 'Blink could not be asked what the account takes: the first payment finds out');
  else log.error({ err }, 'what the account takes could not be found out');
  return 'unknown';
}

function say(
  { currencies, paymentTypes, status }: AccountWord,
  testMode: 'declared' | 'foreign_blink' | null,
  log: AccountLog,
): void {
  log.info({ currencies, paymentTypes, status }, 'Blink takes the keys');
  if (paymentTypes?.length === 0) log.error({}, 'the account takes no way to pay that this server knows');
  if (testMode === 'declared' && status === 'live')
    log.error({}, 'BLINK_TEST_MODE is on, and Blink calls the account live: real money is taken');
  if (testMode === null && status === 'test')
    log.error({}, 'Blink calls the account a test account, and BLINK_TEST_MODE is off: no payment is real');
}

/** The account in the body of `/readyz`: the state, and what an operator can do about it. */
export function accountView(account: AccountState): object {
  if (account.state !== 'usable') return { state: account.state };
  const { currencies, paymentTypes, status } = account.word;
  return { state: account.state, kind: status, currencies, payment_types: paymentTypes };
}
