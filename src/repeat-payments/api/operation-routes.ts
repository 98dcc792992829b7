import { byApi } from '../../api/fields';
import { apiRoute, NO_BODY, NO_QUERY, type ApiRoute } from '../../api/route';
import { paths } from '../../kernel/paths';
import { cancelRepeatPayment } from '../use-cases/cancel-repeat-payment';
import { cancelPayment, refundPayment, retryPayment } from '../use-cases/payment-operations';
import { GROUP, type RepeatPaymentApi } from './context';
import * as examples from './examples';
import { CANCEL_PAYMENT_REFUSALS, CANCEL_REFUSALS, REFUND_REFUSALS, RETRY_REFUSALS } from './refusals';
import { paymentPart, REPEAT_PAYMENT_PART, repeatPaymentSchema, repeatPaymentView } from './view';

const LOST =
  "When Blink's answer is lost, `pending` shows it as `unknown`, nothing is sent again, and `needs_review` asks a human unless Blink shows what became of it.";

/** The calls for operations on a schedule: Blink is asked for each once. */
export function operationRoutes(api: RepeatPaymentApi): readonly ApiRoute[] {
  return [cancelRoute(api), cancelPaymentRoute(api), refundRoute(api), retryRoute(api)];
}

const ANSWER = {
  status: 200,
  schema: repeatPaymentSchema,
  description: 'The repeat payment as it is now.',
} as const;

function cancelRoute({ repeatPayments, publicUrl }: RepeatPaymentApi): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiRepeatPaymentCancel,
    id: 'cancelRepeatPayment',
    group: GROUP,
    summary: 'Cancel a repeat payment',
    description: `Cancels ALL upcoming payments; those that were paid stay paid. To cancel one payment, cancel that payment. Other unsettled requests do not prevent this: when the answer to it was lost, ask again.`,
    parts: REPEAT_PAYMENT_PART,
    query: NO_QUERY,
    body: NO_BODY,
    answer: ANSWER,
    refusals: CANCEL_REFUSALS,
    examples: [{ title: 'The customer leaves', body: {}, answer: examples.CANCELLED }],
    handle: async ({ param, caller, ticket }) =>
      repeatPaymentView(
        await cancelRepeatPayment(repeatPayments, param('repeatPaymentId'), byApi(caller), ticket),
        publicUrl,
        repeatPayments.clock.now(),
      ),
  });
}

function cancelPaymentRoute({ repeatPayments, publicUrl }: RepeatPaymentApi): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiRepeatPaymentCancelOne,
    id: 'cancelRepeatPaymentPayment',
    group: GROUP,
    summary: 'Cancel one payment',
    description: `Cancels one upcoming payment; the others stay. ${LOST}`,
    parts: paymentPart('1431'),
    query: NO_QUERY,
    body: NO_BODY,
    answer: ANSWER,
    refusals: CANCEL_PAYMENT_REFUSALS,
    examples: [{ title: 'A month off', body: {}, answer: examples.ONE_CANCELLED }],
    handle: async ({ param, caller, ticket }) => {
      const at = { repeatPaymentId: param('repeatPaymentId'), paymentId: param('paymentId') };
      const repeatPayment = await cancelPayment(repeatPayments, at, byApi(caller), ticket);
      return repeatPaymentView(repeatPayment, publicUrl, repeatPayments.clock.now());
    },
  });
}

function refundRoute({ repeatPayments, publicUrl }: RepeatPaymentApi): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiRepeatPaymentRefund,
    id: 'refundRepeatPaymentPayment',
    group: GROUP,
    summary: 'Give one payment back',
    description: `Refunds the whole of one payment that was paid; the plan continues. ${LOST}`,
    parts: paymentPart('1430'),
    query: NO_QUERY,
    body: NO_BODY,
    answer: ANSWER,
    refusals: REFUND_REFUSALS,
    examples: [{ title: 'A month that was not used', body: {}, answer: examples.REFUNDED }],
    handle: async ({ param, caller, ticket }) => {
      const at = { repeatPaymentId: param('repeatPaymentId'), paymentId: param('paymentId') };
      const repeatPayment = await refundPayment(repeatPayments, at, byApi(caller), ticket);
      return repeatPaymentView(repeatPayment, publicUrl, repeatPayments.clock.now());
    },
  });
}

function retryRoute({ repeatPayments, publicUrl }: RepeatPaymentApi): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiRepeatPaymentRetry,
    id: 'retryRepeatPaymentPayment',
    group: GROUP,
    summary: 'Retry one payment',
    description: `Retries one payment that was declined, now. Refused as \`refused_by_blink\` when it is declined again. ${LOST}`,
    parts: paymentPart('1431'),
    query: NO_QUERY,
    body: NO_BODY,
    answer: ANSWER,
    refusals: RETRY_REFUSALS,
    examples: [{ title: 'After the customer topped up', body: {}, answer: examples.RETRIED }],
    handle: async ({ param, caller, ticket }) => {
      const at = { repeatPaymentId: param('repeatPaymentId'), paymentId: param('paymentId') };
      const repeatPayment = await retryPayment(repeatPayments, at, byApi(caller), ticket);
      return repeatPaymentView(repeatPayment, publicUrl, repeatPayments.clock.now());
    },
  });
}
