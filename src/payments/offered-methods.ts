import { later, MINUTE } from '../clock';
import { BlinkError } from '../blink/errors';
import type { PaymentType } from '../blink/blink';
import type { Order, PaymentMethod } from '../orders/order';
import { PAYMENT_TYPE } from './payment-types';
import type { Payments } from './payments';

/** What needs least of the shopper comes first. */
const BEST_FIRST: readonly PaymentMethod[] = [
  'apple_pay',
  'google_pay',
  'card',
  'open_banking',
  'direct_debit',
];

/** Long enough that a shopper who was sent back does not choose it again; short enough that a passing fault costs little. */
const HIDDEN_MS = 5 * MINUTE;

/** Pence: Blink makes no intent for less. */
const LEAST_IN_POUNDS: Readonly<Record<PaymentMethod, number>> = {
  card: 1_00,
  apple_pay: 1_00,
  google_pay: 1_00,
  direct_debit: 1_01,
  open_banking: 1,
};

/** The ways to pay an order: those it allows and Blink offers to the account. */
export class OfferedMethods {
  private readonly hiddenUntil = new Map<PaymentMethod, Date>();

  constructor(private readonly parts: Pick<Payments, 'blink' | 'clock' | 'log'>) {}

  /** Best first. At most one call to Blink, none when the order leaves no choice: then only the form can tell whether Blink has it. */
  async of(order: Order): Promise<readonly PaymentMethod[]> {
    const [only, ...others] = order.paymentMethods;
    if (only && others.length === 0) return canTake(only, order) ? [only] : [];
    const allowed = BEST_FIRST.filter(
      (method) => order.paymentMethods.includes(method) && this.isUsable(method, order),
    );
    if (allowed.length < 2) return allowed;
    const types = await this.typesOfAccount(order.id);
    return types ? allowed.filter((method) => types.includes(PAYMENT_TYPE[method])) : allowed;
  }

  /** Blink does not take it, although its token may say so: nobody is offered it for a while, and the operator is told. */
  hide(method: PaymentMethod, orderId: string, err?: unknown): void {
    this.hiddenUntil.set(method, later(this.parts.clock.now(), HIDDEN_MS));
    this.parts.log.error(
      { orderId, method, err },
      'a way to pay is hidden: Blink does not offer it to this account',
    );
  }

  private isUsable(method: PaymentMethod, order: Order): boolean {
    const until = this.hiddenUntil.get(method);
    const isHidden = until !== undefined && this.parts.clock.now() < until;
    return !isHidden && canTake(method, order);
  }

  /** Where Blink cannot be asked nothing is hidden: the form itself will say so. */
  private async typesOfAccount(orderId: string): Promise<readonly PaymentType[] | null> {
    try {
      return (await this.parts.blink.account.ask()).paymentTypes;
    } catch (error) {
      if (!(error instanceof BlinkError)) throw error;
      this.parts.log.warn({ orderId, err: error }, 'Blink could not be asked which ways to pay it offers');
      return null;
    }
  }
}

/** A sort code is of no use for anything but pounds. */
function canTake(method: PaymentMethod, { amount }: Order): boolean {
  if (amount.currency !== 'GBP') return method !== 'direct_debit';
  return amount.minor >= LEAST_IN_POUNDS[method];
}
