import { z } from 'zod';
import { byApi, text } from '../../api/fields';
import { apiRoute, NO_QUERY, type ApiRoute } from '../../api/route';
import { boundedText } from '../../web/bounded-text';
import { paths } from '../../kernel/paths';
import { closeReview, NothingToReview, ResolutionDoesNotFit, RESOLUTIONS } from '../use-cases/close-review';
import { attachTransaction, TransactionNotOfOrder } from '../use-cases/attach-transaction';
import { type ApiContext } from './context';
import * as examples from './examples';

import { ORDER_PART, orderSchema, orderView } from './order-view';
import { BLINK_ANSWERS_NOT, CHANGED_MEANWHILE, UNKNOWN_ORDER } from './refusals';

const NO_TRANSACTION_ID = 'must be a transaction id as the Blink portal shows it';

const namedTransactionSchema = z
  .strictObject({
    transaction_id: boundedText(64, { tooLong: NO_TRANSACTION_ID })
      .regex(/^[0-9A-Za-z-]+$/, NO_TRANSACTION_ID)
      .meta({ description: 'As the Blink portal shows it.', examples: [examples.TRANSACTION_ID] }),
  })
  .meta({ id: 'NamedTransaction', description: 'A transaction that a human found.' });

const closedReviewSchema = z
  .strictObject({
    resolution: z
      .enum(RESOLUTIONS)
      .describe(
        '`dismissed`: nothing more to do. `not_paid`: nothing was paid by the payment whose outcome is unknown. `refund_succeeded`, `refund_failed`: what became of the refunds whose outcome is unknown. `capture_succeeded`, `capture_failed`: what became of a capture whose outcome is unknown; Blink still has to show the money before the order is paid.',
      ),
    reason: text(500).meta({
      description: 'What was found out, for whoever reads the history. No personal data, please.',
      examples: ['No such payment in the Blink portal'],
    }),
  })
  .meta({ id: 'ClosedReview', description: 'What a human found out.' });

/** The calls for a human who reviews an order whose facts do not fit. */
export function reviewRoutes(context: ApiContext): readonly ApiRoute[] {
  return [nameTransactionRoute(context), closeReviewRoute(context)];
}

function nameTransactionRoute({ payments, publicUrl }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiOrderTransactions,
    id: 'nameTransaction',
    group: 'Reviews',
    summary: 'Name the transaction of a payment',
    description:
      'For a payment whose outcome is unknown: find its transaction in the Blink portal and name it here. It is read at Blink and has to prove itself like any other, so naming the wrong one does no harm.',
    parts: ORDER_PART,
    query: NO_QUERY,
    body: namedTransactionSchema,
    answer: {
      status: 200,
      schema: orderSchema,
      description: 'The order with what the transaction says.',
    },
    refusals: [
      UNKNOWN_ORDER,
      {
        error: new TransactionNotOfOrder(),
        when: 'Blink does not know the transaction, it was not made for this order, or it belongs to another one.',
      },
      CHANGED_MEANWHILE,
      ...BLINK_ANSWERS_NOT,
    ],
    examples: [
      {
        title: 'A payment found in the portal',
        body: { transaction_id: examples.TRANSACTION_ID },
        answer: examples.PAID_ORDER,
      },
    ],
    handle: async ({ param, body, caller }) =>
      orderView(
        await attachTransaction(payments, param('orderId'), body.transaction_id, byApi(caller)),
        publicUrl,
      ),
  });
}

function closeReviewRoute({ payments, publicUrl }: ApiContext): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiOrderReview,
    id: 'closeReview',
    group: 'Reviews',
    summary: 'Close a review',
    description:
      'Says what a human found out about an order with `needs_review`. A payment that was made is reported by naming its transaction, not here.',
    parts: ORDER_PART,
    query: NO_QUERY,
    body: closedReviewSchema,
    answer: { status: 200, schema: orderSchema, description: 'The order, no longer waiting for a human.' },
    refusals: [
      UNKNOWN_ORDER,
      { error: new NothingToReview(), when: 'The order has no `needs_review`.' },
      {
        error: new ResolutionDoesNotFit('refund_unknown', ['refund_succeeded', 'refund_failed']),
        when: 'What is not known about a refund or a capture has to be found out before the review can end.',
      },
      CHANGED_MEANWHILE,
    ],
    examples: [
      {
        title: 'The payment never happened',
        body: { resolution: 'not_paid', reason: 'No such payment in the Blink portal' },
        answer: examples.REVIEWED_ORDER,
      },
    ],
    handle: async ({ param, body, caller }) => {
      const found = { resolution: body.resolution, note: body.reason };
      return orderView(await closeReview(payments, param('orderId'), found, byApi(caller)), publicUrl);
    },
  });
}
