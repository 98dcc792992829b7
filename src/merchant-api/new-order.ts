import { later, SECOND, type Clock } from '../clock';
import { money } from '../money';
import type { NewOrder } from '../orders/history';
import type { Ids } from '../orders/ids';
import type { CapturePolicy, Customer } from '../orders/order';
import type { NewOrderBody } from './order-schemas';

const DEFAULT_LIFE_S = 86_400;

export function newOrderFrom(body: NewOrderBody, ids: Ids, clock: Clock): NewOrder {
  return {
    id: ids.order(),
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

export function customerFrom(customer: NewOrderBody['customer']): Customer {
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
