import type { Blink } from '../blink/blink';
import { BlinkError } from '../blink/errors';
import { later, SECOND, type Clock } from '../kernel/clock';
import { withTimeout } from '../kernel/with-timeout';
import type { Log } from '../kernel/log';
import type { AccountWord } from '../blink/payments/intent';

/** A shop that creates an order waits no longer than this for Blink. */
const LONGEST_WAIT_MS = SECOND;
/** After a wait in vain nobody waits again for this long: Blink is away, and orders are created without its answer. */
const NO_WAIT_MS = 30 * SECOND;

interface Parts {
  readonly blink: Pick<Blink, 'account'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the Blink account accepts, for callers that can do without an answer. */
export class AccountInTime {
  private waitAgainAt = new Date(0);

  constructor(private readonly parts: Parts) {}

  /** @returns null when Blink did not answer in time; a late answer serves later callers */
  async ask(): Promise<AccountWord | null> {
    const { blink, clock, log } = this.parts;
    const known = blink.account.known();
    if (known || clock.now() < this.waitAgainAt) return known;
    const account = await withTimeout(LONGEST_WAIT_MS, this.accountOrNull());
    if (account !== 'still_waiting') return account;
    this.waitAgainAt = later(clock.now(), NO_WAIT_MS);
    log.warn({ waitMs: LONGEST_WAIT_MS }, UNCHECKED);
    return null;
  }

  private async accountOrNull(): Promise<AccountWord | null> {
    try {
      return await this.parts.blink.account.ask();
    } catch (error) {
      if (!(error instanceof BlinkError)) throw error;
      this.parts.log.warn({ err: error }, UNCHECKED);
      return null;
    }
  }
}

const UNCHECKED =
  'Blink did not say in time what the account takes: something to be paid was not checked against it';
