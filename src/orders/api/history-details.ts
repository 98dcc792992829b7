import type { NewOrder, OrderAmendment, OrderChange } from '../domain/history';

/** What the API shows of a change: ids, amounts in minor units, words. */
export type Details = Readonly<Record<string, string | number | null | readonly string[]>>;

/**
 * The fields of changes that the API shows, with their names there. Fields that are not listed are never shown, whatever change has them:
 * nonces, intents, challenges, tokens, and who the customer is.
 */
const SHOWN_FIELDS: Readonly<Record<string, string>> = {
  attemptId: 'attempt_id',
  refundId: 'refund_id',
  transactionId: 'transaction_id',
  method: 'method',
  amount: 'amount',
  kind: 'kind',
  reason: 'reason',
  because: 'reason',
  as: 'reason',
  note: 'reason',
  resolution: 'resolution',
};

export function detailsOf(change: OrderChange): Details {
  switch (change.type) {
    case 'order_created':
      return ofNewOrder(change.order);
    case 'order_amended':
      return ofAmendment(change.amendment);
    case 'refund_claimed':
      return { refund_id: change.refund.id, ...shown(change.refund) };
    default:
      return shown(change);
  }
}

function shown(change: object): Details {
  const details = Object.entries(change).flatMap(([field, value]) => {
    const name = SHOWN_FIELDS[field];
    const detail = plain(value);
    return name === undefined || detail === undefined ? [] : [[name, detail] as const];
  });
  return Object.fromEntries(details);
}

function plain(value: unknown): string | number | null | undefined {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  if (typeof value !== 'object' || !('minor' in value)) return undefined;
  return plain(value.minor);
}

function ofNewOrder({ amount, expiresAt }: NewOrder): Details {
  return { amount: amount.minor, currency: amount.currency, expires_at: expiresAt.toISOString() };
}

/** Which fields were amended, with the new values only where they cannot be a name or an address. */
function ofAmendment({ amount, expiresAt, ...others }: OrderAmendment): Details {
  const given = Object.entries({ amount, expires_at: expiresAt, ...others });
  return {
    changed: given.filter(([, value]) => value !== undefined).map(([name]) => name),
    ...(amount ? { amount: amount.minor } : {}),
    ...(expiresAt ? { expires_at: expiresAt.toISOString() } : {}),
  };
}
