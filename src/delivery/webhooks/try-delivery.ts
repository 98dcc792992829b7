import type { Clock, Timers } from '../../kernel/clock';
import { eventSummary } from '../../orders/domain/summary';
import type { Log } from '../../orders/use-cases/payments';
import type { Deliveries, Delivery } from '../deliveries';
import { postEvent, type Posted } from './post-event';
import { nextTryAt } from './retry-schedule';
import type { Sign } from './signature';

export interface Delivering {
  /** Where the shop hears. */
  readonly url: string;
  readonly sign: Sign;
  readonly deliveries: Deliveries;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** From 0 to 1, for the jitter. */
  readonly random: () => number;
}

const GONE = 410;

/** Sends an event once, and keeps what became of it. */
export async function tryDelivery(delivering: Delivering, delivery: Delivery): Promise<void> {
  const { url, sign, clock, timers } = delivering;
  const body = JSON.stringify(eventSummary(delivery.event));
  const headers = sign(delivery.event.id, body, clock.now());
  await keep(delivering, delivery, await postEvent(timers, url, body, headers));
}

async function keep(
  { deliveries, clock, log, random }: Delivering,
  delivery: Delivery,
  posted: Posted,
): Promise<void> {
  const said = saidOf(delivery, posted);
  if (posted.kind === 'answered' && posted.status >= 200 && posted.status < 300) {
    log.info(said, 'an event was delivered');
    return deliveries.end(delivery);
  }
  if (posted.kind === 'answered' && posted.status === GONE) {
    log.warn(said, 'the shop answered that it wants no more of an event: it is not tried again');
    return deliveries.end(delivery);
  }
  const next = nextTryAt(said.tries, clock.now(), random());
  if (next) {
    log.warn({ ...said, dueAt: next }, 'an event could not be delivered and is tried again');
    return deliveries.postpone(delivery, next);
  }
  log.error(said, 'an event could not be delivered and is not tried again: the shop finds it in the feed');
  return deliveries.end(delivery);
}

function saidOf({ event, failures }: Delivery, posted: Posted) {
  const { id, orderId, type, sequence } = event;
  const outcome = posted.kind === 'answered' ? { status: posted.status } : { reason: posted.reason };
  return { eventId: id, orderId, eventType: type, sequence, tries: failures + 1, ...outcome };
}
