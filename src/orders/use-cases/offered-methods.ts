import { later, MINUTE } from '../../kernel/clock';
import { BlinkError } from '../../blink/errors';
import type { Order } from '../domain/order';
import { methodsLeft } from '../domain/tries';
import { AccountWallets } from '../../payments/account-wallets';
import { intentCaptureOf } from './intent-capture';
import type { MethodNotOffered } from './method-form';
import { obstacleTo } from '../../payments/method-limits';
import type { PaymentContext } from './context';
import { BEST_FIRST, type PaymentMethod } from '../../payments/methods';
import type { AccountWord, Elements } from '../../blink/payments/intent';

/** Long enough that a shopper who was sent back does not choose it again; short enough that a passing fault costs little. */
const HIDDEN_MS = 5 * MINUTE;
/** For how long a method is hidden from one order. It may be paid as soon as Blink takes it, and is not asked for on every reload. */
const HIDDEN_OF_ORDER_MS = MINUTE;
const MOST_HIDDEN = 10_000;

/** The ways to pay an order: those it allows, in which it may still be tried, and that Blink offers to the account. */
export class OfferedMethods {
  /** A way to pay, of everybody or of one order. */
  private readonly hiddenUntil = new Map<string, Date>();
  private readonly wallets: AccountWallets;

  constructor(private readonly parts: Pick<PaymentContext, 'blink' | 'clock' | 'log'>) {
    this.wallets = new AccountWallets(parts.clock);
  }

  /** Best first. At most one call to Blink, none when the order leaves no choice: then only the form can tell whether Blink has it. */
  async of(order: Order): Promise<readonly PaymentMethod[]> {
    const left = methodsLeft(order);
    const isOnlyOne = order.paymentMethods.length === 1;
    const allowed = BEST_FIRST.filter(
      (method) =>
        left.includes(method) &&
        !this.isHidden(keyFor(method, order)) &&
        (isOnlyOne || !this.isHidden(method)) &&
        canTake(method, order, null),
    );
    const account = allowed.length < 2 ? this.parts.blink.account.known() : await this.account(order.id);
    return this.withoutMissingWallets(
      allowed.filter((method) => canTake(method, order, account)),
      order,
    );
  }

  /**
   * Where everybody has to do without a way to pay, or this order as long as its amount is what it is, it is not offered for a while. The
   * operator is told of what everybody misses, since Blink's token may say that the account has it.
   */
  hide({ method, forWhom, cause: err }: MethodNotOffered, order: Order): void {
    const [key, time] =
      forWhom === 'everybody' ? [method, HIDDEN_MS] : [keyFor(method, order), HIDDEN_OF_ORDER_MS];
    this.hiddenUntil.delete(key);
    this.hiddenUntil.set(key, later(this.parts.clock.now(), time));
    for (const oldest of this.hiddenUntil.keys()) {
      if (this.hiddenUntil.size <= MOST_HIDDEN) break;
      this.hiddenUntil.delete(oldest);
    }
    const about = { orderId: order.id, method, err };
    if (forWhom === 'everybody')
      this.parts.log.error(about, 'a way to pay is hidden: Blink does not offer it to this account');
    else this.parts.log.warn(about, 'an order cannot be paid in a way that it allows');
  }

  /** What a card intent of an order shows of the account serves the orders that come after it. */
  notice(order: Order, elements: Elements): void {
    this.wallets.notice(elements, order.amount.currency, intentCaptureOf(order, 'card'));
  }

  /** Never the last way: its form can still tell. */
  private withoutMissingWallets(methods: readonly PaymentMethod[], order: Order): readonly PaymentMethod[] {
    const missing: readonly PaymentMethod[] = this.wallets.missing(
      order.amount.currency,
      intentCaptureOf(order, 'card'),
    );
    const others = methods.filter((method) => !missing.includes(method));
    return others.length > 0 ? others : methods;
  }

  private isHidden(key: string): boolean {
    const until = this.hiddenUntil.get(key);
    return until !== undefined && this.parts.clock.now() < until;
  }

  /** Where Blink cannot be asked nothing is hidden: the form itself will say so. */
  private async account(orderId: string): Promise<AccountWord | null> {
    try {
      return await this.parts.blink.account.ask();
    } catch (error) {
      if (!(error instanceof BlinkError)) throw error;
      this.parts.log.warn({ orderId, err: error }, 'Blink could not be asked which ways to pay it offers');
      return null;
    }
  }
}

function canTake(method: PaymentMethod, { amount }: Order, account: AccountWord | null): boolean {
  return obstacleTo(method, amount, account) === null;
}

/** Another amount may well be possible. */
function keyFor(method: PaymentMethod, { id, amount }: Order): string {
  return `${id}/${method}/${amount.minor}`;
}
