import type { Clock, Timers } from '../../kernel/clock';
import type { Delivery } from '../deliveries';
import { postEvent, type Posted } from './post-event';
import { nextTryAt } from './retry-schedule';
import type { Sign } from './signature';
import type { Log } from '../../kernel/log';
import { eventSummary } from '../../orders/domain/event-summary';

export interface Delivering {
  /** Where the shop hears. */
  readonly url: string;
  readonly sign: Sign;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** From 0 to 1, for the jitter. */
  readonly random: () => number;
}

const GONE = 410;

/** Sends an event once. @returns when to try again; null when it came to its end, well or not */
export async function tryDelivery(delivering: Delivering, delivery: Delivery): Promise<Date | null> {
  const { url, sign, clock, timers } = delivering;
  const body = JSON.stringify(eventSummary(delivery.event));
  const headers = sign(delivery.event.id, body, clock.now());
  return nextTry(delivering, delivery, await postEvent(timers, url, body, headers));
}

function nextTry({ clock, log, random }: Delivering, delivery: Delivery, posted: Posted): Date | null {
  const said = saidOf(delivery, posted);
  if (posted.kind === 'answered' && posted.status >= 200 && posted.status < 300) {
    log.info(said, 'an event was delivered');
    return null;
  }
  if (posted.kind === 'answered' && posted.status === GONE) {
    log.warn(said, 'the shop answered that it wants no more of an event: it is not tried again');
    return null;
  }
  const next = nextTryAt(said.tries, clock.now(), random());
  if (next) log.warn({ ...said, dueAt: next }, 'an event could not be delivered and is tried again');
  else
    log.error(said, 'an event could not be delivered and is not tried again: the shop finds it in the feed');
  return next;
}

function saidOf({ event, failures }: Delivery, posted: Posted) {
  const { id, orderId, type, sequence } = event;
  const outcome = posted.kind === 'answered' ? { status: posted.status } : { reason: posted.reason };
  return { eventId: id, orderId, eventType: type, sequence, tries: failures + 1, ...outcome };
}
