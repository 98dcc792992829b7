import { z } from 'zod';
import type { HiddenInput } from '../../pages/form-errors';
import { boundedText } from '../../web/bounded-text';
import { money } from '../../kernel/money';
import type { Shown } from '../use-cases/shown';
import { PAYMENT_METHODS } from '../../payments/methods';

const METHOD = 'shown_method';
const AMOUNT = 'shown_amount';
const CURRENCY = 'shown_currency';

/** In minor units, in exactly the one way in which it is printed. */
const printedAmount = boundedText(15)
  .regex(/^[1-9]\d*$/)
  .transform(Number);

export const shownInputsOfForm = z.object({
  [METHOD]: z.enum(PAYMENT_METHODS),
  [AMOUNT]: printedAmount,
  [CURRENCY]: boundedText(3).regex(/^[A-Z]{3}$/),
});

/** What a page shows, written into its form: the form is good for that and for nothing else. */
export function shownInputs({ method, amount }: Shown): readonly HiddenInput[] {
  return [
    { name: METHOD, value: method },
    { name: AMOUNT, value: String(amount.minor) },
    { name: CURRENCY, value: amount.currency },
  ];
}

/** @returns null when a form does not say what it showed, as those of an earlier release */
export function shownFrom(body: unknown): Shown | null {
  const read = shownInputsOfForm.safeParse(body);
  if (!read.success) return null;
  return { method: read.data[METHOD], amount: money(read.data[AMOUNT], read.data[CURRENCY]) };
}
