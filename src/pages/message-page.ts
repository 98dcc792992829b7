import type { HostedPage } from './hosted-page';
import type { Texts } from './texts/texts';

export interface Message {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly links: readonly { readonly label: string; readonly href: string }[];
}

/** A page that only says something, and perhaps leads on. */
export function messagePage(texts: Texts, message: Message): HostedPage {
  return {
    view: 'hosted-pages/message',
    texts,
    page: { title: message.heading, tone: 'neutral', ...message },
  };
}
