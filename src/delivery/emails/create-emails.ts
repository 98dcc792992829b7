import path from 'node:path';
import { MINUTE } from '../../kernel/clock';
import { Views } from '../../web/views';
import { Outbox, type Bringing } from '../outbox';
import { createMailer } from './mailer';
import { tryEmail, type Mailing } from './try-email';

export interface MailSettings {
  readonly server: string;
  readonly from: string;
  readonly testMode: boolean;
}

const VIEWS = path.join(__dirname, '..', '..', '..', 'views'); // from src and from dist alike
const MOST_AT_ONCE = 3;
/** A mail server that answers every step just in time takes half of it. */
const LEASE_MS = 5 * MINUTE;

/** Letters to customers by e-mail, beside what happened. Whatever becomes of them, it stays what it is. */
export function createEmailOutbox(
  { server, from, testMode }: MailSettings,
  given: Pick<Mailing, 'letters'> & Bringing,
): Outbox {
  const views = new Views(VIEWS);
  const mailing: Mailing = {
    ...given,
    testMode,
    send: createMailer(server, from),
    draw: (content) => views.render('mail/letter', { ...content }),
  };
  return new Outbox({
    ...given,
    queue: 'customer',
    mostAtOnce: MOST_AT_ONCE,
    leaseMs: LEASE_MS,
    isWanted: ({ type }) => given.letters[type] !== undefined,
    deliver: (delivery) => tryEmail(mailing, delivery),
  });
}
