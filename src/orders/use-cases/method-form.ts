import { AppError } from '../../kernel/errors';
import type { PaymentMethod } from '../../payments/methods';
import type { KeptIntent } from '../../payments/kept-intent';
import type { Elements } from '../../blink/payments/intent';

export type MethodForm = Pick<KeptIntent, 'cardForm' | 'bankForm' | 'walletButton'>;

/** The order cannot be paid in this way, or Blink does not offer it to the account. Others may be open. */
export class MethodNotOffered extends AppError {
  readonly status = 409;
  readonly code = 'method_not_offered';
  /** @param forWhom it is not there */
  constructor(
    readonly method: PaymentMethod,
    readonly forWhom: 'this_order' | 'everybody',
    why: string,
    cause?: Error,
  ) {
    super(`Paying by ${method} is not possible: ${why}`, cause ? { cause } : undefined);
  }
}

/** @returns null when Blink gave no element for the method, or none that a shopper should see */
export function methodFormFrom(elements: Elements, method: PaymentMethod): MethodForm | null {
  switch (method) {
    case 'card':
      return elements.card && { ...NOTHING, cardForm: elements.card };
    case 'direct_debit':
      return elements.directDebit && { ...NOTHING, bankForm: elements.directDebit };
    case 'open_banking':
      return elements.openBanking && { ...NOTHING, bankForm: elements.openBanking };
    case 'apple_pay':
      return elements.applePay && { ...NOTHING, walletButton: elements.applePay };
    case 'google_pay':
      return elements.googlePay && { ...NOTHING, walletButton: elements.googlePay };
    default:
      return method satisfies never;
  }
}

const NOTHING: MethodForm = { cardForm: null, bankForm: null, walletButton: null };
