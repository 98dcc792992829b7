import type { PaymentMethod } from '../orders/order';
import { cardStep } from './card-step';
import { directDebitStep } from './direct-debit-step';
import type { MethodStep } from './method-step';
import { openBankingStep } from './open-banking-step';

const STEPS: Readonly<Partial<Record<PaymentMethod, MethodStep>>> = {
  card: cardStep,
  open_banking: openBankingStep,
  direct_debit: directDebitStep,
};

export const methodSteps: readonly MethodStep[] = Object.values(STEPS);

export function stepOf(method: PaymentMethod): MethodStep {
  return STEPS[method] ?? cardStep;
}
