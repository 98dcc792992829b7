import type { Gate } from '../../pages/gates';
import type { CheckoutStep } from './checkout-step';

type Step = CheckoutStep['kind'];

/** Where somebody is sent who does what cannot be done now. */
export type InsteadAtCheckout =
  /** To the one address that always knows what to show. */
  | 'checkout'
  /** Another request may just be charging: to wherever that leads. */
  | 'outcome_of_charge'
  /** A script asked: it is told that the order cannot be paid now, and has the page loaded again. */
  | 'not_payable';

/** A form may stand on the screen: the order waits for its shopper, also after a refusal. */
const WHILE_PAYABLE: readonly Step[] = ['pay', 'declined', 'declined_in_this_way'];

/** What can be done on the pages of an order, and in which steps. What does not stand here cannot be done. */
export const CHECKOUT_GATES = {
  see: { allowedIn: 'every_step' },
  choose_method: { allowedIn: WHILE_PAYABLE, instead: 'checkout' },
  open_form: { allowedIn: WHILE_PAYABLE, instead: 'checkout' },
  pay: { allowedIn: WHILE_PAYABLE, instead: 'outcome_of_charge' },
  renew_form: { allowedIn: WHILE_PAYABLE, instead: 'not_payable' },
  try_again: { allowedIn: ['declined'], instead: 'checkout' },
  go_to_bank: { allowedIn: ['continue_at_bank'], instead: 'checkout' },
  give_up: { allowedIn: ['continue_at_bank'], instead: 'checkout' },
  check_now: { allowedIn: 'every_step' },
  ask_state: { allowedIn: 'every_step' },
  come_back: { allowedIn: 'every_step' },
} as const satisfies Readonly<Record<string, Gate<Step, InsteadAtCheckout>>>;

export type CheckoutAction = keyof typeof CHECKOUT_GATES;
