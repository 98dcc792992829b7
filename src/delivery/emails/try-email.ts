import { HOUR, later, MINUTE, type Clock } from '../../kernel/clock';
import { mailableAddress } from '../../kernel/email-address';
import type { ShopEvent } from '../../orders/domain/events';
import type { Delivery } from '../deliveries';
import { markedAsTest, textOf, type EmailContent } from './email';
import type { Emails } from './emails';
import { isRefusedForGood, type SendMail } from './mailer';
import type { Log } from '../../kernel/log';

export interface Mailing {
  readonly letters: Emails;
  /** Draws the view `mail/letter`. */
  readonly draw: (content: EmailContent) => string;
  readonly send: SendMail;
  /** Whether each says that no real payment was made. */
  readonly testMode: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long to wait after the first failure, the second, …: a day and a bit in all, so that a mail server may be away for a night. */
const RETRY_AFTER_MS = [MINUTE, 10 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR] as const;

/** Writes and sends a letter once. @returns when to try again; null when it came to its end, well or not */
export async function tryEmail(mailing: Mailing, delivery: Delivery): Promise<Date | null> {
  try {
    await send(mailing, delivery);
    return null;
  } catch (error) {
    return nextTry(mailing, delivery, error);
  }
}

async function send(
  { letters, draw, send, log, testMode }: Mailing,
  { event, failures }: Delivery,
): Promise<void> {
  const letter = await letters[event.type]?.(event);
  if (!letter) return;
  const to = mailableAddress(letter.to);
  if (to === null) {
    log.warn(
      { ...subjectOf(event), eventType: event.type },
      'an e-mail to a customer is not sent: nobody can write to that address',
    );
    return;
  }
  const content = testMode ? markedAsTest(letter.content) : letter.content;
  await send({
    id: event.id, // the same however often it is sent, so that a mail server can notice a repeat
    to,
    subject: content.subject,
    text: textOf(content),
    html: draw(content),
  });
  log.info(
    { ...subjectOf(event), eventType: event.type, tries: failures + 1 },
    'an e-mail to a customer was sent',
  );
}

function nextTry({ clock, log }: Mailing, { event, failures }: Delivery, error: unknown): Date | null {
  const said = { ...subjectOf(event), eventType: event.type, tries: failures + 1, err: error };
  const wait = RETRY_AFTER_MS[failures];
  if (wait === undefined || isRefusedForGood(error)) {
    log.error(said, 'an e-mail to a customer could not be sent and is not tried again');
    return null;
  }
  log.warn({ ...said, delayMs: wait }, 'an e-mail to a customer could not be sent and is tried again');
  return later(clock.now(), wait);
}

/** Whom it is about, for the log. */
function subjectOf(event: ShopEvent): object {
  return event.orderId === null ? { repeatPaymentId: event.repeatPaymentId } : { orderId: event.orderId };
}
