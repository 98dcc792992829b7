import { later, SECOND, type Clock } from '../../kernel/clock';
import { money } from '../../kernel/money';
import type { NewOrder, OrderAmendment } from '../domain/history';
import type { Ids } from '../../kernel/ids';
import type { NewOrderBody, OrderAmendmentBody } from './order-schemas';
import type { CapturePolicy } from '../../payments/methods';
import type { Customer } from '../../payments/customer';

const DEFAULT_LIFE_S = 86_400;

/** @param ticket belongs to the request's `Idempotency-Key`: each try of the request asks for an order under the same id */
export function newOrderFrom(
  body: NewOrderBody,
  { ids, clock }: { readonly ids: Ids; readonly clock: Clock },
  ticket: string | null,
): NewOrder {
  return {
    id: ticket === null ? ids.order() : `ord_${ticket}`,
    token: ids.token(),
    reference: body.reference,
    amount: money(body.amount, body.currency),
    description: body.description ?? null,
    customer: customerFrom(body.customer),
    paymentMethods: [...new Set(body.payment_methods ?? ['card' as const])],
    capture: captureFrom(body.capture),
    successUrl: body.success_url ?? null,
    cancelUrl: body.cancel_url ?? null,
    metadata: body.metadata ?? {},
    expiresAt: later(clock.now(), (body.expires_in ?? DEFAULT_LIFE_S) * SECOND),
  };
}

/** @param currency the order's currency, which never changes */
export function amendmentFrom(body: OrderAmendmentBody, currency: string, clock: Clock): OrderAmendment {
  return {
    amount: body.amount === undefined ? undefined : money(body.amount, currency),
    description: body.description,
    customer: body.customer === undefined ? undefined : customerFrom(body.customer),
    metadata: body.metadata,
    expiresAt: body.expires_in === undefined ? undefined : later(clock.now(), body.expires_in * SECOND),
  };
}

function customerFrom(customer: OrderAmendmentBody['customer']): Customer {
  return {
    name: customer?.name ?? null,
    email: customer?.email ?? null,
    address: customer?.address ?? null,
    postcode: customer?.postcode ?? null,
  };
}

function captureFrom(capture: NewOrderBody['capture']): CapturePolicy {
  return typeof capture === 'object' ? { delayDays: capture.delay_days } : (capture ?? 'automatic');
}
