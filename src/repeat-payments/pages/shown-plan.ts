import { z } from 'zod';
import type { HiddenInput } from '../../pages/form-errors';
import { hiddenText } from '../../pages/form-texts';

const SHOWN_PLAN = 'shown_plan';

export const shownPlanInput = z.object({ [SHOWN_PLAN]: hiddenText(64) });

/** What a page shows, written into its form: the form is good for that and for nothing else. */
export function shownPlan(digest: string): HiddenInput {
  return { name: SHOWN_PLAN, value: digest };
}

/** @returns an empty text when a form does not say what it showed, as those of an earlier release */
export function shownPlanFrom(body: unknown): string {
  const read = shownPlanInput.safeParse(body);
  return read.success ? read.data[SHOWN_PLAN] : '';
}
