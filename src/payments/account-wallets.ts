import { HOUR, later, type Clock } from '../kernel/clock';
import type { Wallet, IntentCapture, Elements } from '../blink/payments/intent';

/** For this long the elements of the last card intent are assumed to be those of the next one. */
const REMEMBERED_MS = 4 * HOUR;

interface Seen {
  readonly missing: readonly Wallet[];
  readonly until: Date;
}

/**
 * Which wallets the account lacks. Blink shows this only by the elements of an intent. Every card intent shows it, so the latest one
 * serves all orders of its kind, and no page needs a call for it.
 */
export class AccountWallets {
  private readonly seen = new Map<string, Seen>();

  constructor(private readonly clock: Clock) {}

  notice({ applePay, googlePay }: Elements, currency: string, capture: IntentCapture): void {
    const missing: Wallet[] = [];
    if (!applePay) missing.push('apple_pay');
    if (!googlePay) missing.push('google_pay');
    this.seen.set(kindOf(currency, capture), { missing, until: later(this.clock.now(), REMEMBERED_MS) });
  }

  /** The wallets that the latest intent of this kind had no element for; none when no such intent was seen lately. */
  missing(currency: string, capture: IntentCapture): readonly Wallet[] {
    const seen = this.seen.get(kindOf(currency, capture));
    return seen && this.clock.now() < seen.until ? seen.missing : [];
  }
}

/** An account may have wallets for some currencies, or for sales only. */
function kindOf(currency: string, capture: IntentCapture): string {
  return `${currency}/${typeof capture === 'object' ? 'later' : capture}`;
}
