type Names<Pattern extends string> = Pattern extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Names<Rest>
  : Pattern extends `${string}:${infer Name}`
    ? Name
    : never;

export interface Path<Pattern extends string> {
  (values: Readonly<Record<Names<Pattern>, string>>): string;
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
  payByCard: path('/checkout/:token/card'),
  tryAgain: path('/checkout/:token/retry'),
  renewForm: path('/checkout/:token/renew'),
  bank: path('/checkout/:token/bank'),
  giveUpChallenge: path('/checkout/:token/abandon'),
  checkNow: path('/checkout/:token/check'),
  checkoutState: path('/checkout/:token/state'),

  paymentReturn: path('/return/:orderId/:attemptId/:capability'),
  notification: path('/notifications/:orderId/:attemptId/:capability'),

  api: path('/api/v1'),
  apiOrders: path('/api/v1/orders'),
  apiOrder: path('/api/v1/orders/:orderId'),
  apiOrderEvents: path('/api/v1/orders/:orderId/events'),
  apiEvents: path('/api/v1/events'),
};
