import { z } from 'zod';
import { amountSchema, byApi, optionalText } from '../../api/fields';
import { BlinkNotAsked } from '../../blink/errors';
import { apiRoute, NO_QUERY, type ApiRoute, type Refusal } from '../../api/route';
import { money } from '../../kernel/money';
import { refundSummary } from '../domain/summary';
import { paths } from '../../kernel/paths';
import { captureOrder } from '../use-cases/capture-order';
import {
  MethodNotRefundable,
  NotRefundable,
  PartialRefundTooEarly,
  RefundableChanged,
  RefundableUnknown,
  RefundNotSent,
  RefundOutcomeUnknown,
  RefundRefused,
  RefundTooLarge,
} from '../use-cases/refund-errors';
import { refundOrder } from '../use-cases/refund-order';
import {
  CaptureRefused,
  CaptureTooLarge,
  NotCapturable,
  NothingAuthorised,
  AuthorisationBusy,
  AuthorisationOutcomeUnknown,
} from '../use-cases/authorisation-errors';
import { type ApiContext } from './context';
import * as examples from './examples';

import { refundSummarySchema } from '../domain/order-summary';
import { ORDER_PART, orderSchema, orderView } from './order-view';
import { CHANGED_MEANWHILE, UNKNOWN_ORDER } from './refusals';

const captureBodySchema = z
  .strictObject({
    amount: amountSchema
      .optional()
      .describe(
        'How much to capture, in minor units; all that is authorised when absent. The rest is released.',
      ),
  })
  .optional()
  .meta({ id: 'Capture', description: 'How much of the authorised money to capture.' });

const refundBodySchema = z
  .strictObject({
    amount: amountSchema.optional().describe('In minor units; all that is left when absent.'),
    reason: optionalText(200).describe('For whoever reads the history. No personal data, please.'),
    expected_refundable: z
      .int()
      .min(0)
      .optional()
      .describe(
        'The `amount_refundable` that this refund was decided on. When it is another by now, nothing is refunded.',
      ),
  })
  .optional()
  .meta({ id: 'NewRefund', description: 'How much to give back, and why.' });

const madeRefundSchema = refundSummarySchema
  .extend({ order_id: z.string().describe('Of which order.') })
  .meta({ id: 'MadeRefund', description: 'A refund with the order it belongs to.' });

/** The calls that capture authorised money and refund payments. */
export function moneyRoutes(context: ApiContext): readonly ApiRoute[] {
  return [captureRoute(context), refundRoute(context)];
}

const POUNDS = { asked: money(1099, 'GBP'), left: money(500, 'GBP') };
const NOT_SENT = new BlinkNotAsked('POST transactions/{id}/refunds', 'no connection');

const CAPTURE_REFUSALS: readonly Refusal[] = [
  {
    error: new NotCapturable('paid'),
    when: 'No money is authorised: it was captured, released or never there.',
  },
  {
    error: new NothingAuthorised(),
    when: 'The order asked for no authorisation and Blink has accepted its payment: it is captured without a call.',
  },
  { error: new CaptureTooLarge(POUNDS.asked, POUNDS.left), when: 'More is asked for than is authorised.' },
  {
    error: new AuthorisationBusy(),
    when: 'A capture or a cancellation was asked for before, and what became of it is not known yet.',
  },
  {
    error: new CaptureRefused('Transaction must be in approved state'),
    when: 'Blink, or the bank, refused. Nothing was captured.',
  },
  {
    error: new AuthorisationOutcomeUnknown(NOT_SENT),
    when: 'Blink could not be asked. Nothing was captured: ask again.',
  },
];

function captureRoute({ payments, publicUrl }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiOrderCapture,
    id: 'captureOrder',
    group: 'Money',
    summary: 'Capture authorised money',
    description:
      "For orders with `capture` `manual` or `delay_days`, while they are `authorised`. Capturing a part releases the rest: the order is `paid`, and `amount_captured` says how much. When Blink's answer is lost the order stays `authorised` with `needs_review`, and nothing is sent again.",
    parts: ORDER_PART,
    query: NO_QUERY,
    body: captureBodySchema,
    answer: { status: 200, schema: orderSchema, description: 'The order as it is now.' },
    refusals: [UNKNOWN_ORDER, ...CAPTURE_REFUSALS, CHANGED_MEANWHILE],
    examples: [{ title: 'All of it, when the goods leave', body: {}, answer: examples.CAPTURED_ORDER }],
    handle: async ({ param, body, caller }) =>
      orderView(await captureOrder(payments, param('orderId'), body?.amount, byApi(caller)), publicUrl),
  });
}

const REFUND_REFUSALS: readonly Refusal[] = [
  { error: new NotRefundable('open'), when: 'Nothing was paid, or nothing is left.' },
  { error: new MethodNotRefundable(), when: 'It was paid from a bank account: Blink refunds cards only.' },
  { error: new RefundTooLarge(POUNDS.asked, POUNDS.left), when: 'More is asked for than is left.' },
  {
    error: new RefundableChanged(POUNDS.asked, POUNDS.left),
    when: '`expected_refundable` is not what can be refunded any more: read the order again.',
  },
  {
    error: new RefundableUnknown(),
    when: 'A part was refunded at Blink, so nobody knows what all of the rest is. The order is shown to a human; ask for an `amount`.',
  },
  {
    error: new RefundOutcomeUnknown(),
    when: 'Whether an earlier refund happened is not known. A human closes its review first.',
  },
  {
    error: new PartialRefundTooEarly(),
    when: 'Until it is settled, overnight, only the whole of a payment can be refunded.',
  },
  {
    error: new RefundRefused('Transaction cannot be refunded'),
    when: 'Blink refused. Nothing was refunded.',
  },
  {
    error: new RefundNotSent(NOT_SENT),
    when: 'Blink could not be asked. Nothing was refunded: ask again.',
  },
];

function refundRoute({ payments }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiOrderRefunds,
    id: 'refundOrder',
    group: 'Money',
    summary: 'Refund an order',
    description:
      "All or part of what a paid order has left. However many ask at once, never more than was paid. `status` `unknown` means that Blink's answer was lost: the money may have been refunded, nothing is sent again, and the order waits for a human.",
    parts: ORDER_PART,
    query: NO_QUERY,
    body: refundBodySchema,
    answer: { status: 201, schema: madeRefundSchema, description: 'The refund.' },
    refusals: [UNKNOWN_ORDER, ...REFUND_REFUSALS, CHANGED_MEANWHILE],
    examples: [
      {
        title: 'All of it, if nobody refunded it since we looked',
        body: { reason: 'Returned', expected_refundable: 1099 },
        answer: examples.REFUND,
      },
    ],
    handle: async ({ param, body, caller, ticket }) => {
      const request = {
        amount: body?.amount,
        reason: body?.reason ?? undefined,
        expectedRefundable: body?.expected_refundable,
        ticket,
      };
      const { order, refund } = await refundOrder(payments, param('orderId'), request, byApi(caller));
      return { ...refundSummary(refund), order_id: order.id };
    },
  });
}
