import { HOUR, later, type Clock } from '../kernel/clock';
import type { Wallet, IntentCapture, Elements } from '../blink/payments/intent';

/** So long what the last card intent gave is taken for what the next one would give. */
const REMEMBERED_MS = 4 * HOUR;

interface Seen {
  readonly missing: readonly Wallet[];
  readonly until: Date;
}

/**
 * Which wallets the account lacks. Blink says so only by the elements of an intent: those of any card intent show it, so the latest
 * serves all orders of its kind, and no page costs a call for it.
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

  /** Those that no intent of this kind would have an element for, as far as one was seen. */
  missing(currency: string, capture: IntentCapture): readonly Wallet[] {
    const seen = this.seen.get(kindOf(currency, capture));
    return seen && this.clock.now() < seen.until ? seen.missing : [];
  }
}

/** An account may have wallets for some currencies, or for sales only. */
function kindOf(currency: string, capture: IntentCapture): string {
  return `${currency}/${typeof capture === 'object' ? 'later' : capture}`;
}
