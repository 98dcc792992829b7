import { HOUR, MINUTE, type Timers } from '../clock';
import type { Written } from '../orders/telling-store';
import type { Log } from '../payments/payments';
import { dueReceipts, type DueReceipt } from './due-receipts';
import { mailAddressFrom } from './mail-address';
import { isRefusedForGood, type Message, type SendMail } from './mailer';
import { textOf, type Receipt } from './receipt';

export interface ReceiptsOptions {
  readonly send: SendMail;
  readonly merchant: Receipt['merchant'];
  /** Draws the view `mail/receipt`. */
  readonly draw: (receipt: Receipt) => string;
  readonly timers: Timers;
  readonly log: Log;
}

interface Letter {
  readonly orderId: string;
  readonly message: Message;
  readonly failures: number;
}

/** How long to wait after the first failure, the second, … */
const RETRY_AFTER_MS = [MINUTE, 10 * MINUTE, HOUR] as const;
const MOST_AT_ONCE = 3;
const MOST_WAITING = 5_000;

/** Receipts by e-mail: to the order's customer, and beside the payment. Whatever becomes of them, the payment stays what it is. */
export class Receipts {
  private readonly waiting: Letter[] = [];
  private readonly works = new Set<Promise<void>>();
  /** Waiting for another try. */
  private postponed = 0;
  private isStopped = false;

  constructor(private readonly options: ReceiptsOptions) {}

  /** Never throws: what it is told of has happened. */
  tell(written: Written): void {
    const { log, merchant } = this.options;
    const to = mailAddressFrom(written.order.customer.email);
    if (!to) return;
    try {
      for (const due of dueReceipts(written, merchant)) this.add(this.letter(written.order.id, to, due));
    } catch (error) {
      log.error({ err: error, orderId: written.order.id }, 'a receipt could not be written');
    }
  }

  /** Sends nothing new; resolves when what is being sent has come to its end. What still waits is not sent. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.drain();
    const count = this.waiting.length + this.postponed;
    if (count > 0) this.options.log.warn({ count }, 'receipts were not sent');
  }

  /** Resolves when nothing is being sent. */
  async drain(): Promise<void> {
    while (this.works.size > 0) await Promise.all(this.works);
  }

  private letter(orderId: string, to: string, { id, receipt }: DueReceipt): Letter {
    const message = {
      id,
      to,
      subject: receipt.subject,
      text: textOf(receipt),
      html: this.options.draw(receipt),
    };
    return { orderId, message, failures: 0 };
  }

  private add(letter: Letter): void {
    if (this.waiting.length + this.postponed >= MOST_WAITING) {
      this.options.log.error({ orderId: letter.orderId }, 'too many receipts wait: one is not sent');
      return;
    }
    this.waiting.push(letter);
    this.sendNext();
  }

  private sendNext(): void {
    if (this.isStopped || this.works.size >= MOST_AT_ONCE) return;
    const letter = this.waiting.shift();
    if (!letter) return;
    const work: Promise<void> = this.send(letter).finally(() => {
      this.works.delete(work);
      this.sendNext();
    });
    this.works.add(work);
  }

  private async send(letter: Letter): Promise<void> {
    const { orderId, failures } = letter;
    try {
      await this.options.send(letter.message);
      this.options.log.info({ orderId, tries: failures + 1 }, 'a receipt was sent');
    } catch (error) {
      this.failed(letter, error);
    }
  }

  private failed(letter: Letter, error: unknown): void {
    const { timers, log } = this.options;
    const said = { orderId: letter.orderId, tries: letter.failures + 1, err: error };
    const wait = RETRY_AFTER_MS[letter.failures];
    if (wait === undefined || isRefusedForGood(error)) {
      log.error(said, 'a receipt could not be sent and is not tried again');
      return;
    }
    log.warn({ ...said, delayMs: wait }, 'a receipt could not be sent and is tried again');
    this.postponed += 1;
    timers.after(wait, () => {
      this.postponed -= 1;
      this.add({ ...letter, failures: letter.failures + 1 });
    });
  }
}
