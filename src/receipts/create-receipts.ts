import path from 'node:path';
import type { Timers } from '../clock';
import { Views } from '../http/views';
import type { Log } from '../payments/payments';
import { createMailer } from './mailer';
import type { Receipt } from './receipt';
import { Receipts } from './receipts';

export interface MailSettings {
  readonly server: string;
  readonly from: string;
}

const VIEWS = path.join(__dirname, '..', '..', 'views'); // from src/receipts and from dist/receipts alike

export function createReceipts(
  mail: MailSettings,
  merchant: Receipt['merchant'],
  given: { readonly timers: Timers; readonly log: Log },
): Receipts {
  const views = new Views(VIEWS);
  return new Receipts({
    ...given,
    merchant,
    send: createMailer(mail.server, mail.from),
    draw: (receipt) => views.render('mail/receipt', { ...receipt }),
  });
}
