import { z } from 'zod';
import { moment, wholeNumber } from '../../postgres/values';
import { attemptSchema, orderBodySchema, refundSchema, type Order, type OrderBody } from '../domain/order';

/** What is selected from `orders` for one whole order. */
export const ORDER_COLUMNS = `
  orders.version, orders.looked_at, orders.body,
  (SELECT json_agg(attempts.body ORDER BY number) FROM attempts WHERE order_id = orders.id) AS attempts,
  (SELECT json_agg(refunds.body ORDER BY number) FROM refunds WHERE order_id = orders.id) AS refunds`;

/** A whole order, and until when it was looked at. */
export const orderRow = z
  .object({
    version: wholeNumber,
    looked_at: moment,
    body: orderBodySchema,
    attempts: z.array(attemptSchema).nullable(),
    refunds: z.array(refundSchema).nullable(),
  })
  .transform(({ version, looked_at, body, attempts, refunds }) => ({
    state: { ...body, version, attempts: attempts ?? [], refunds: refunds ?? [] } satisfies Order,
    lookedAt: looked_at,
  }));

export function bodyOf({
  version: _version,
  attempts: _attempts,
  refunds: _refunds,
  ...body
}: Order): OrderBody {
  return body;
}
