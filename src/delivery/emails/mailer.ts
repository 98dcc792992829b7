import nodemailer from 'nodemailer';
import { SECOND } from '../../kernel/clock';

export interface Message {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Resolves when the mail server has taken the message. @throws whatever the mail library throws: it may hold the address */
export type SendMail = (message: Message) => Promise<void>;

/**
 * @param server `smtp://…` or `smtps://…`
 * @param from an address, or a name and an address: `The Shop <pay@example.com>`
 */
export function createMailer(server: string, from: string): SendMail {
  const transport = transportTo(server);
  const sender = senderFrom(from);
  const domain = sender.address.split('@').at(-1) ?? 'localhost';
  return async ({ id, to, ...content }) => {
    await transport.sendMail({
      ...content,
      from: sender,
      to: { name: '', address: to },
      messageId: `<${id}@${domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  };
}

export interface MailLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
}

/** Logs in once, so that a wrong password is known before a customer waits for a receipt. Never rejects. */
export async function tryMailServer(server: string, log: MailLog): Promise<void> {
  const transport = transportTo(server);
  try {
    await transport.verify();
    log.info({}, 'the mail server takes our login');
  } catch (err) {
    log.warn({ err }, 'the mail server cannot be used: e-mails to customers wait until it can');
  } finally {
    transport.close();
  }
}

function transportTo(server: string) {
  return nodemailer.createTransport({
    url: server,
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 20 * SECOND,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** In two parts: of one text the mail library would read a comma in the name as the end of an address. */
function senderFrom(from: string): { readonly name: string; readonly address: string } {
  const start = from.lastIndexOf('<');
  if (start === -1) return { name: '', address: from };
  const name = from.slice(0, start).trim();
  const isQuoted = name.startsWith('"') && name.endsWith('"');
  return { name: isQuoted ? name.slice(1, -1) : name, address: from.slice(start + 1, from.lastIndexOf('>')) };
}

/** Whether the server has said for good that it does not take the message: asking again is no use. */
export function isRefusedForGood(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error)) return false;
  const { responseCode } = error;
  return typeof responseCode === 'number' && responseCode >= 500 && responseCode < 600;
}
