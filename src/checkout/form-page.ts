import { paths } from '../paths';
import { chargeableUntil } from '../payments/charge';
import type { CheckoutPath } from './method-paths';
import type { OpenForm } from './method-step';
import { backToShop, orderLines } from './pages';

export interface HiddenInput {
  readonly name: string;
  readonly value: string;
}

interface FramedBy {
  readonly hidden: readonly HiddenInput[];
  /** Null: the page cannot be renewed in place. */
  readonly renewUrl: string | null;
  /** The field whose problem stands above the form. */
  readonly above: string;
}

export type FormFrame = ReturnType<typeof formFrame>;

/** What every form to pay with has around its fields. */
export function formFrame(open: OpenForm, path: CheckoutPath, { hidden, renewUrl, above }: FramedBy) {
  const { order, attempt, now } = open;
  const sentence = open.message ?? errorOf(open, above) ?? (open.errors?.length ? CHECK_BELOW : null);
  const isOneOfSeveral = order.paymentMethods.length > 1;
  return {
    order: orderLines(order),
    action: path(order),
    hidden,
    message: sentence ? { kind: 'error', text: sentence } : null,
    expiresAt: chargeableUntil(attempt).toISOString(),
    renderedAt: now.toISOString(),
    renewUrl,
    reloadHref: isOneOfSeveral ? path(order) : paths.checkout(order),
    cancelUrl: backToShop(order),
    otherWaysHref: isOneOfSeveral ? paths.chooseMethod(order) : null,
  };
}

const CHECK_BELOW = 'Please check what is marked below.';

/** Gives the value and the problem of an input: what was typed wins over what the order knows. */
export function fieldReader(open: OpenForm) {
  return (name: string, known: string | null) => ({
    value: open.typed?.[name] ?? known ?? '',
    error: errorOf(open, name),
  });
}

function errorOf({ errors = [] }: OpenForm, name: string): string | null {
  return errors.find(({ field }) => field === name)?.message ?? null;
}
