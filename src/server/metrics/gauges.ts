import { Gauge, type Registry } from 'prom-client';
import { SECOND } from '../../kernel/clock';
import type { Backlog } from '../../queue/backlog';
import { REVIEW_REASONS } from '../../orders/domain/order';
import type { Connections, Sources } from './backlog-stats';

/** Shorter than the ten seconds that a reader of metrics usually waits. */
const TIMEOUT_MS = 2 * SECOND;

/**
 * Gauges with the sources' numbers.
 * @returns a function that asks all sources anew. It never rejects: a source that does not answer in time is left out, which is a metric, too
 */
export function backlogGauges(registry: Registry, sources: Sources, now: () => Date): () => Promise<void> {
  const gauges = standingGauges(registry);
  const backlog = (work: string) => (waiting: Backlog) => {
    gauges.waiting.set({ work }, waiting.count);
    gauges.oldest.set({ work }, waiting.oldest ? (now().getTime() - waiting.oldest.getTime()) / SECOND : 0);
  };
  const asked = [
    source('readiness', sources.readiness, ({ ready, durable }) => {
      gauges.ready.set(ready ? 1 : 0);
      gauges.durable.set(durable ? 1 : 0);
    }),
    source('orders', sources.orders, ({ inReview, overdue }) => {
      for (const reason of REVIEW_REASONS) gauges.inReview.set({ reason }, inReview.get(reason) ?? 0);
      backlog('sweep')(overdue);
    }),
    source('repeat_payments', sources.repeatPayments.standing, ({ inReview, overdue, asked }) => {
      for (const reason of sources.repeatPayments.reasons)
        gauges.repeatPaymentsInReview.set({ reason }, inReview.get(reason) ?? 0);
      backlog('repeat_payment_sweep')(overdue);
      backlog('repeat_payment_notifications')(asked);
    }),
    source('notifications', sources.notifications, backlog('notifications')),
    ...(sources.events ? [source('events', sources.events, backlog('events'))] : []),
    ...(sources.letters ? [source('letters', sources.letters, backlog('letters'))] : []),
  ];
  return async () => {
    for (const gauge of [gauges.inReview, gauges.repeatPaymentsInReview, gauges.waiting, gauges.oldest])
      gauge.reset();
    gauges.ready.set(0);
    for (const state of sources.account.states)
      gauges.account.set({ state }, state === sources.account.now() ? 1 : 0);
    if (sources.connections) setConnections(gauges, sources.connections());
    const outcomes = await Promise.all(
      asked.map(({ what, ask }) => ask().then((isRead) => ({ what, isRead }))),
    );
    for (const { what, isRead } of outcomes) gauges.unread.set({ what }, isRead ? 0 : 1);
  };
}

function source<Answer>(what: string, ask: () => Promise<Answer>, set: (answer: Answer) => void) {
  return {
    what,
    ask: async (): Promise<boolean> => {
      const answer = await inTime(ask());
      if (answer) set(answer.value);
      return answer !== null;
    },
  };
}

async function inTime<Value>(work: Promise<Value>): Promise<{ readonly value: Value } | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS, null);
  });
  try {
    return await Promise.race([
      work.then(
        (value) => ({ value }),
        () => null,
      ),
      timeout,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function setConnections(
  gauges: ReturnType<typeof standingGauges>,
  { limit, busy, idle, waiting }: Connections,
): void {
  gauges.connectionsLimit.set(limit);
  gauges.connections.set({ state: 'busy' }, busy);
  gauges.connections.set({ state: 'idle' }, idle);
  gauges.connectionsWaiting.set(waiting);
}

function standingGauges(registry: Registry) {
  const gauge = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `checkout_${name}`, help, labelNames, registers: [registry] });
  return {
    ready: gauge('ready', 'Whether payments can be taken now: what /readyz says'),
    account: gauge('blink_account', 'What Blink says of the keys: 1 for the state that it is in', 'state'),
    durable: gauge('store_durable', 'Whether orders survive the process'),
    inReview: gauge('orders_in_review', 'Orders that a human should look at, by reason', 'reason'),
    repeatPaymentsInReview: gauge(
      'repeat_payments_in_review',
      'Repeat payments that a human should look at, by reason',
      'reason',
    ),
    waiting: gauge(
      'waiting',
      'Work that waits: notifications to look into, events and letters to deliver, orders and repeat payments to sweep',
      'work',
    ),
    oldest: gauge('waiting_oldest_seconds', 'For how long the oldest of that work has waited', 'work'),
    unread: gauge(
      'unread',
      'Whether a source of these metrics could not be read, so that they are missing',
      'what',
    ),
    connections: gauge('database_connections', 'Connections to the database', 'state'),
    connectionsLimit: gauge('database_connections_limit', 'The most that this process opens'),
    connectionsWaiting: gauge('database_waiting', 'Statements that wait for a connection'),
  };
}
