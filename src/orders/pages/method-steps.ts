import { cardStep } from './card-step';
import { directDebitStep } from './direct-debit-step';
import type { MethodStep } from './method-step';
import { openBankingStep } from './open-banking-step';
import { applePayStep, googlePayStep } from './wallet-step';
import type { PaymentMethod } from '../../payments/methods';

const STEPS: Readonly<Record<PaymentMethod, MethodStep>> = {
  card: cardStep,
  open_banking: openBankingStep,
  direct_debit: directDebitStep,
  apple_pay: applePayStep,
  google_pay: googlePayStep,
};

export const methodSteps: readonly MethodStep[] = Object.values(STEPS);

export function stepOf(method: PaymentMethod): MethodStep {
  return STEPS[method];
}
