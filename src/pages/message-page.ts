import type { HostedPage } from './hosted-page';

export interface Message {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly links: readonly { readonly label: string; readonly href: string }[];
}

/** A page that only says something, and perhaps leads on. */
export function messagePage(message: Message): HostedPage {
  return { view: 'hosted-pages/message', page: { title: message.heading, tone: 'neutral', ...message } };
}
