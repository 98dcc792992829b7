import nodemailer from 'nodemailer';
import { SECOND } from '../clock';

export interface Message {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Resolves when the mail server has taken the message. @throws whatever the mail library throws: it may hold the address */
export type SendMail = (message: Message) => Promise<void>;

/** @param server `smtp://…` or `smtps://…` */
export function createMailer(server: string, from: string): SendMail {
  const transport = nodemailer.createTransport({
    url: server,
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 20 * SECOND,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^\s>]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return async ({ id, to, ...content }) => {
    await transport.sendMail({
      ...content,
      from,
      to: { name: '', address: to },
      messageId: `<${id}@${domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  };
}

/** Whether the server has said for good that it does not take the message: asking again is no use. */
export function isRefusedForGood(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error)) return false;
  const { responseCode } = error;
  return typeof responseCode === 'number' && responseCode >= 500 && responseCode < 600;
}
