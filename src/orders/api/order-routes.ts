import { z } from 'zod';
import { InvalidInput, type FieldError } from '../../kernel/errors';
import { byApi } from '../../api/fields';
import { apiRoute, NO_BODY, NO_QUERY, type ApiRoute } from '../../api/route';
import { createOrder } from '../store/change-order';
import type { NewOrder } from '../domain/history';
import type { Order } from '../domain/order';
import { VersionConflict } from '../store/store';
import { StoreFull } from '../../ledger/memory-store';
import { textsIn, warnOfWithheldIds } from '../../web/withheld-ids';
import { paths } from '../../kernel/paths';
import { applyTimeouts } from '../use-cases/apply-timeouts';
import type { Payments } from '../use-cases/payments';
import { FIELDS_OF_NEW, unpayableProblems } from '../use-cases/refuse-unpayable';
import { refreshOrder } from '../use-cases/refresh-order';
import { type ApiContext } from './context';
import * as examples from './examples';
import { yesOrNo } from '../../api/listing';
import { newOrderFrom } from './new-order';
import { newOrderSchema } from './order-schemas';
import { ORDER_PART, orderSchema, orderView } from './order-view';
import { BLINK_ANSWERS_NOT, UNKNOWN_ORDER } from './refusals';
import type { Cause } from '../../ledger/line';

/** The calls that create an order and read it. */
export function orderRoutes(context: ApiContext): readonly ApiRoute[] {
  return [createOrderRoute(context), getOrderRoute(context)];
}

const NO_ROOM = {
  error: new StoreFull(100_000),
  when: 'Orders are kept in memory and there is no room for another open one.',
};

function createOrderRoute({ payments, publicUrl, shopOrigins }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiOrders,
    id: 'createOrder',
    group: 'Orders',
    summary: 'Create an order',
    description:
      'Makes an order and the address where it is paid: send the customer to `checkout_url`. An order that nobody could pay is refused: below what every one of its `payment_methods` takes at least (card, Apple Pay and Google Pay £1.00, Direct Debit £1.01), in a currency that neither they nor your Blink account take, or with none that your account offers. One that can be paid in one way is taken; the others are kept and not offered. Send an `Idempotency-Key`, so that a request you have to repeat makes one order and not two.',
    parts: {},
    query: NO_QUERY,
    body: newOrderSchema(shopOrigins),
    answer: {
      status: 201,
      schema: orderSchema,
      description: 'The order, open.',
      location: ({ id }) => paths.apiOrder({ orderId: id }),
    },
    refusals: [NO_ROOM],
    examples: [
      { title: 'An order with all that helps', body: examples.NEW_ORDER, answer: examples.OPEN_ORDER },
      { title: 'The smallest order', body: examples.SMALLEST_ORDER, answer: examples.SMALLEST_ORDER_ANSWER },
    ],
    handle: async ({ body, ticket, caller }) => {
      const asked = newOrderFrom(body, payments, ticket);
      const problems = await unpayableProblems(payments.account, asked, FIELDS_OF_NEW);
      const made = problems.length > 0 ? await alreadyMade(payments, asked, problems) : null;
      const order = made ?? (await createOnce(payments, asked, byApi(caller)));
      const { id: orderId, reference, metadata } = order;
      warnOfWithheldIds(payments.log, { orderId }, { reference: [reference], metadata: textsIn(metadata) });
      return orderView(order, publicUrl);
    },
  });
}

/**
 * The order that an earlier try of the same request created: it stays valid, whatever the account accepts by now.
 * @throws InvalidInput with the problems when there is no such order
 */
async function alreadyMade(
  { orders }: Payments,
  { id }: NewOrder,
  problems: readonly FieldError[],
): Promise<Order> {
  const made = await orders.find(id);
  if (!made) throw new InvalidInput(problems);
  return made;
}

/** Creates the order, or finds it: an earlier try of the same request may have created it and been interrupted before it answered. */
async function createOnce(payments: Payments, order: NewOrder, cause: Cause): Promise<Order> {
  try {
    return await createOrder(payments, order, cause);
  } catch (error) {
    const made = error instanceof VersionConflict ? await payments.orders.find(order.id) : null;
    if (!made) throw error;
    return made;
  }
}

function getOrderRoute({ payments, publicUrl }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'get',
    path: paths.apiOrder,
    id: 'getOrder',
    group: 'Orders',
    summary: 'Read an order',
    description:
      'The order as we know it. We learn of changes by ourselves; with `refresh=true` Blink is asked before we answer.',
    parts: ORDER_PART,
    query: z.strictObject({ refresh: yesOrNo.default('false').describe('Whether to ask Blink first.') }),
    body: NO_BODY,
    answer: { status: 200, schema: orderSchema, description: 'The order.' },
    refusals: [UNKNOWN_ORDER, ...BLINK_ANSWERS_NOT],
    examples: [
      { title: 'A paid order', answer: examples.PAID_ORDER },
      { title: 'Asking Blink first', query: { refresh: 'true' }, answer: examples.PAID_ORDER },
    ],
    handle: async ({ param, query, caller }) => {
      const orderId = param('orderId');
      const order =
        query.refresh === 'true'
          ? await refreshOrder(payments, orderId, byApi(caller))
          : await applyTimeouts(payments, orderId, { by: 'system' });
      return orderView(order, publicUrl);
    },
  });
}
