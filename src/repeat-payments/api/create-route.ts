import { byApi } from '../../api/fields';
import { apiRoute, NO_QUERY, type ApiRoute } from '../../api/route';
import { warnOfWithheldIds } from '../../web/withheld-ids';
import { paths } from '../../kernel/paths';
import type { RepeatPayments } from '../use-cases/repeat-payments';
import { createRepeatPayment } from '../store/change-repeat-payment';
import type { NewRepeatPayment } from '../domain/history';
import type { RepeatPayment } from '../domain/repeat-payment';
import { RepeatPaymentChanged } from '../store/store';
import { startWithPaidOrder } from '../use-cases/start-with-paid-order';
import { GROUP, type RepeatPaymentApi } from './context';
import * as examples from './examples';
import { newRepeatPaymentFrom } from './new-repeat-payment';
import { BLINK_ANSWERS_NOT, CARDS_NOT_OFFERED, NO_ROOM } from './refusals';
import { newRepeatPaymentSchema } from './schemas';
import { repeatPaymentSchema, repeatPaymentView } from './view';
import type { Cause } from '../../ledger/line';

export function createRoute({ repeatPayments, publicUrl, shopOrigins }: RepeatPaymentApi): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiRepeatPayments,
    id: 'createRepeatPayment',
    group: GROUP,
    summary: 'Create a repeat payment',
    description:
      'Makes a plan and the address where the customer reads it, enters a card and agrees: send them to `checkout_url`. With `order_id` the card of that paid order is used and it starts at once: read `setups` for how that went; where the card was declined the customer can still enter another. Send an `Idempotency-Key`, so that a request you have to repeat makes one and not two.',
    parts: {},
    query: NO_QUERY,
    body: newRepeatPaymentSchema(shopOrigins),
    answer: {
      status: 201,
      schema: repeatPaymentSchema,
      description: 'The repeat payment, with its payments as they are planned.',
      location: ({ id }) => paths.apiRepeatPayment({ repeatPaymentId: id }),
    },
    refusals: [NO_ROOM, CARDS_NOT_OFFERED, ...BLINK_ANSWERS_NOT],
    examples: [
      {
        title: 'Twelve payments, the first of them larger',
        body: examples.NEW_FIXED,
        answer: examples.PLANNED_FIXED,
      },
      {
        title: 'An amount of its own on each day',
        body: examples.NEW_VARIABLE,
        answer: examples.PLANNED_VARIABLE,
      },
    ],
    handle: async ({ body, ticket, caller }) => {
      const asked = await newRepeatPaymentFrom(body, repeatPayments, ticket);
      const made = await createOnce(repeatPayments, asked, byApi(caller));
      const { id: repeatPaymentId, reference } = made;
      warnOfWithheldIds(repeatPayments.log, { repeatPaymentId }, { reference: [reference] });
      const begun = made.orderId
        ? await startWithPaidOrder(repeatPayments, made, made.orderId, byApi(caller))
        : made;
      return repeatPaymentView(begun, publicUrl, repeatPayments.clock.now());
    },
  });
}

/** Creates it, or finds it: an earlier try of the same request may have created it and been interrupted before it answered. */
async function createOnce(
  deps: RepeatPayments,
  asked: NewRepeatPayment,
  cause: Cause,
): Promise<RepeatPayment> {
  try {
    return await createRepeatPayment(deps, asked, cause);
  } catch (error) {
    const made = error instanceof RepeatPaymentChanged ? await deps.store.find(asked.id) : null;
    if (!made) throw error;
    return made;
  }
}
