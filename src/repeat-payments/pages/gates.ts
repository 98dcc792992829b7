import type { Gate } from '../../pages/gates';
import type { RepeatStep } from './repeat-step';

type Step = RepeatStep['kind'];

/** Where somebody is sent who does what cannot be done now. */
export type InsteadAtPlan =
  /** To the one address that always knows what to show. */
  | 'plan'
  /** Another request may just be starting the payments: to wherever that leads. */
  | 'outcome_of_start'
  /** A script asked: it is told that this cannot be done now, and has the page loaded again. */
  | 'not_agreeable'
  | 'card_not_replaceable';

/** A form may stand on the screen: the plan waits for its customer, also after a refusal. */
const WHILE_AGREEABLE: readonly Step[] = ['agree', 'declined'];

/** What can be done on the pages of a repeat payment, and in which steps. What does not stand here cannot be done. */
export const REPEAT_PAYMENT_GATES = {
  see: { allowedIn: 'every_step' },
  agree: { allowedIn: WHILE_AGREEABLE, instead: 'outcome_of_start' },
  renew_form: { allowedIn: WHILE_AGREEABLE, instead: 'not_agreeable' },
  try_again: { allowedIn: ['declined'], instead: 'plan' },
  go_to_bank: { allowedIn: ['continue_at_bank'], instead: 'plan' },
  give_up: { allowedIn: ['continue_at_bank'], instead: 'plan' },
  check_now: { allowedIn: 'every_step' },
  ask_state: { allowedIn: 'every_step' },
  open_new_card: { allowedIn: ['running'], instead: 'plan' },
  replace_card: { allowedIn: ['running'], instead: 'plan' },
  renew_new_card: { allowedIn: ['running'], instead: 'card_not_replaceable' },
  come_back: { allowedIn: 'every_step' },
} as const satisfies Readonly<Record<string, Gate<Step, InsteadAtPlan>>>;

export type RepeatPaymentAction = keyof typeof REPEAT_PAYMENT_GATES;
