import { byApi } from '../../api/fields';
import { InvalidInput } from '../../kernel/errors';
import { BlinkNotAsked } from '../../blink/errors';
import { apiRoute, NO_BODY, NO_QUERY, type ApiRoute } from '../../api/route';
import { textsIn, warnOfWithheldIds } from '../../web/withheld-ids';
import { paths } from '../../kernel/paths';
import { amendOrder, NotAmendable } from '../use-cases/amend-order';
import { cancelOrder, NotCancellable } from '../use-cases/close-order';
import { FIELDS_OF_CHANGED, unpayableProblems } from '../use-cases/refuse-unpayable';
import {
  VoidRefused,
  AuthorisationBusy,
  AuthorisationOutcomeUnknown,
} from '../use-cases/authorisation-errors';
import { keptOrder, type ApiContext } from './context';
import * as examples from './examples';
import { amendmentFrom } from './new-order';
import { orderAmendmentSchema } from './order-schemas';
import { ORDER_PART, orderSchema, orderView } from './order-view';
import { CHANGED_MEANWHILE, UNKNOWN_ORDER } from './refusals';

/** The calls that change and close an order that nobody is paying. */
export function orderChangeRoutes(context: ApiContext): readonly ApiRoute[] {
  return [amendOrderRoute(context), cancelOrderRoute(context)];
}

function amendOrderRoute({ payments, publicUrl }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'patch',
    path: paths.apiOrder,
    id: 'amendOrder',
    group: 'Orders',
    summary: 'Change an order',
    description:
      'While it is open and nobody is paying it. A customer who has the payment page open is never charged an amount the page did not show. An amount that nobody could pay is refused, as when the order is made.',
    parts: ORDER_PART,
    query: NO_QUERY,
    body: orderAmendmentSchema,
    answer: { status: 200, schema: orderSchema, description: 'The order as it is now.' },
    refusals: [
      UNKNOWN_ORDER,
      { error: new NotAmendable(), when: 'The order is closed, or a payment is under way or was made.' },
      CHANGED_MEANWHILE,
    ],
    examples: [
      {
        title: 'One mug more, and until tomorrow',
        body: examples.AMENDMENT,
        answer: examples.AMENDED_ORDER,
      },
    ],
    handle: async ({ param, body, caller }) => {
      const { id, amount, paymentMethods } = await keptOrder(payments, param('orderId'));
      const amendment = amendmentFrom(body, amount.currency, payments.clock);
      if (amendment.amount) {
        const wanted = { paymentMethods, amount: amendment.amount };
        const problems = await unpayableProblems(payments.account, wanted, FIELDS_OF_CHANGED);
        if (problems.length > 0) throw new InvalidInput(problems);
      }
      const amended = await amendOrder(payments, id, amendment, byApi(caller));
      warnOfWithheldIds(payments.log, { orderId: id }, { metadata: textsIn(amendment.metadata) });
      return orderView(amended, publicUrl);
    },
  });
}

function cancelOrderRoute({ payments, publicUrl }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiOrderCancel,
    id: 'cancelOrder',
    group: 'Orders',
    summary: 'Cancel an order',
    description:
      'Closes an order that nobody paid, and releases authorised money: then it is cancelled once Blink confirms that. Cancelling it again changes nothing. Should money come all the same, because the customer was at the bank at that moment, it is recorded and handled by the `LATE_PAYMENT` setting.',
    parts: ORDER_PART,
    query: NO_QUERY,
    body: NO_BODY,
    answer: { status: 200, schema: orderSchema, description: 'The order, cancelled.' },
    refusals: [
      UNKNOWN_ORDER,
      {
        error: new NotCancellable('paid'),
        when: 'A payment is under way or was made, or the order has expired.',
      },
      {
        error: new AuthorisationBusy(),
        when: 'Capturing or releasing its authorised money was asked for before, and what became of it is not known yet.',
      },
      {
        error: new VoidRefused('Transaction cannot be cancelled'),
        when: 'Blink does not release the authorised money.',
      },
      {
        error: new AuthorisationOutcomeUnknown(
          new BlinkNotAsked('POST transactions/{id}/cancels', 'no connection'),
        ),
        when: 'Blink could not be asked to release the authorised money: ask again.',
      },
      CHANGED_MEANWHILE,
    ],
    examples: [{ title: 'The customer changed their mind', answer: examples.CANCELLED_ORDER }],
    handle: async ({ param, caller }) =>
      orderView(await cancelOrder(payments, param('orderId'), byApi(caller)), publicUrl),
  });
}
