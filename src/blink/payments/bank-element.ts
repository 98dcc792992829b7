import { tagsOf, typeOf } from '../wire/markup';
import type { BankElement } from './intent';

const LONGEST = 64 * 1024;
const SOMETIMES_ASKED = ['customer_address', 'customer_postcode'] as const;

/**
 * What `ddElement` and `obElement` ask for beyond what we ask everybody. Nothing else of them is kept: the form, its
 * labels and its hidden values are ours.
 * @returns null when it is no form, so that the method is not offered
 */
export function bankElementFrom(markup: unknown): BankElement | null {
  const inputs = tagsOf(markup, LONGEST)?.filter(({ name }) => name === 'input') ?? [];
  if (inputs.length === 0) return null;
  const visible = inputs.filter((input) => typeOf(input) !== 'hidden');
  const names = visible.map(({ attributes }) => attributes.get('name'));
  return { textFields: SOMETIMES_ASKED.filter((name) => names.includes(name)) };
}
