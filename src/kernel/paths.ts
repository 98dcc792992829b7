/** The named parts of a pattern: `orderId` of `/orders/:orderId`. */
export type PartsOf<Pattern extends string> = Pattern extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PartsOf<Rest>
  : Pattern extends `${string}:${infer Name}`
    ? Name
    : never;

export interface Path<Pattern extends string> {
  (values: Readonly<Record<PartsOf<Pattern>, string>>): string;
  /** What Express matches. */
  readonly pattern: Pattern;
}

function path<Pattern extends string>(pattern: Pattern): Path<Pattern> {
  const build = (values: Readonly<Record<string, string>>): string =>
    pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  return Object.assign(build, { pattern });
}

/** Every address of ours, once. */
export const paths = {
  health: path('/healthz'),
  readiness: path('/readyz'),

  checkout: path('/checkout/:token'),
  chooseMethod: path('/checkout/:token/methods'),
  payByCard: path('/checkout/:token/card'),
  payByDirectDebit: path('/checkout/:token/direct-debit'),
  payByOpenBanking: path('/checkout/:token/open-banking'),
  payByApplePay: path('/checkout/:token/apple-pay'),
  payByGooglePay: path('/checkout/:token/google-pay'),
  tryAgain: path('/checkout/:token/retry'),
  renewForm: path('/checkout/:token/renew'),
  renewDirectDebit: path('/checkout/:token/direct-debit/renew'),
  renewOpenBanking: path('/checkout/:token/open-banking/renew'),
  bank: path('/checkout/:token/bank'),
  giveUpChallenge: path('/checkout/:token/abandon'),
  checkNow: path('/checkout/:token/check'),
  checkoutState: path('/checkout/:token/state'),

  repeatPayment: path('/repeat-payments/:token'),
  repeatPaymentCard: path('/repeat-payments/:token/card'),
  repeatPaymentRetry: path('/repeat-payments/:token/retry'),
  repeatPaymentRenew: path('/repeat-payments/:token/renew'),
  repeatPaymentBank: path('/repeat-payments/:token/bank'),
  repeatPaymentAbandon: path('/repeat-payments/:token/abandon'),
  repeatPaymentCheck: path('/repeat-payments/:token/check'),
  repeatPaymentState: path('/repeat-payments/:token/state'),
  repeatPaymentNewCard: path('/repeat-payments/:token/new-card'),
  repeatPaymentNewCardRenew: path('/repeat-payments/:token/new-card/renew'),

  applePayDomain: path('/.well-known/apple-developer-merchantid-domain-association'),

  paymentReturn: path('/return/:orderId/:attemptId/:capability'),
  notification: path('/notifications/:orderId/:attemptId/:capability'),
  repeatPaymentReturn: path('/return/repeat-payments/:repeatPaymentId/:setupId/:capability'),
  repeatPaymentNotification: path('/notifications/repeat-payments/:repeatPaymentId/:setupId/:capability'),

  api: path('/api/v1'),
  apiOrders: path('/api/v1/orders'),
  apiOrder: path('/api/v1/orders/:orderId'),
  apiOrderCancel: path('/api/v1/orders/:orderId/cancel'),
  apiOrderCapture: path('/api/v1/orders/:orderId/capture'),
  apiOrderRefunds: path('/api/v1/orders/:orderId/refunds'),
  apiOrderTransactions: path('/api/v1/orders/:orderId/transactions'),
  apiOrderReview: path('/api/v1/orders/:orderId/review'),
  apiOrderHistory: path('/api/v1/orders/:orderId/history'),
  apiOrderEvents: path('/api/v1/orders/:orderId/events'),
  apiEvents: path('/api/v1/events'),
  apiEventsRedeliver: path('/api/v1/events/redeliver'),
  apiEventRedeliver: path('/api/v1/events/:eventId/redeliver'),
  apiRepeatPayments: path('/api/v1/repeat-payments'),
  apiRepeatPayment: path('/api/v1/repeat-payments/:repeatPaymentId'),
  apiRepeatPaymentCancel: path('/api/v1/repeat-payments/:repeatPaymentId/cancel'),
  apiRepeatPaymentCancelOne: path('/api/v1/repeat-payments/:repeatPaymentId/payments/:paymentId/cancel'),
  apiRepeatPaymentRefund: path('/api/v1/repeat-payments/:repeatPaymentId/payments/:paymentId/refund'),
  apiRepeatPaymentRetry: path('/api/v1/repeat-payments/:repeatPaymentId/payments/:paymentId/retry'),
  apiRepeatPaymentCardUpdate: path('/api/v1/repeat-payments/:repeatPaymentId/card-update'),
  apiRepeatPaymentHistory: path('/api/v1/repeat-payments/:repeatPaymentId/history'),
  apiRepeatPaymentReview: path('/api/v1/repeat-payments/:repeatPaymentId/review'),
  apiTerminals: path('/api/v1/terminals'),
  apiTerminal: path('/api/v1/terminals/:device_id'),
  apiDescription: path('/api/v1/openapi.json'),
  docs: path('/docs'),
};

/** The page that a shopper's form stands on, by the path the form is sent to; null for any other path. */
export function shopperPageOf(path: string): string | null {
  return /^\/(?:checkout|repeat-payments)\/[\w-]{1,100}(?=\/|$)/.exec(path)?.[0] ?? null;
}
