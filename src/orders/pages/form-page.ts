import { messageAbove, type HiddenInput } from '../../pages/form-errors';
import { paths } from '../../kernel/paths';
import { chargeableUntil } from '../use-cases/charge';
import type { Shown } from '../use-cases/shown';
import type { CheckoutPath } from './method-paths';
import type { OpenForm } from './method-step';
import { backToShop, orderLines } from './pages';
import { shownInputs } from './shown-inputs';

interface FramedBy {
  readonly hidden: readonly HiddenInput[];
  /** Null: the page cannot be renewed in place. */
  readonly renewUrl: string | null;
  /** The field whose problem stands above the form. */
  readonly above: string;
}

/** What the shopper reads on a form that is drawn from this. */
export function shownBy({ order, attempt }: Pick<OpenForm, 'order' | 'attempt'>): Shown {
  return { method: attempt.method, amount: order.amount };
}

export type FormFrame = ReturnType<typeof formFrame>;

/** What every form to pay with has around its fields. */
export function formFrame(open: OpenForm, path: CheckoutPath, { hidden, renewUrl, above }: FramedBy) {
  const { order, attempt, now } = open;
  const isOneOfSeveral = order.paymentMethods.length > 1;
  return {
    order: orderLines(open.texts, order),
    action: path(order),
    hidden: [...hidden, ...shownInputs(shownBy(open))],
    message: messageAbove(open.texts, open, above),
    expiresAt: chargeableUntil(attempt).toISOString(),
    renderedAt: now.toISOString(),
    renewUrl,
    reloadHref: isOneOfSeveral ? path(order) : paths.checkout(order),
    cancelUrl: backToShop(order),
    otherWaysHref: isOneOfSeveral ? paths.chooseMethod(order) : null,
  };
}
