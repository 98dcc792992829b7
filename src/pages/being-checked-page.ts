import type { HostedPage } from './hosted-page';
import type { Texts } from './texts/texts';

export interface BeingChecked {
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  /** Where the button posts to. */
  readonly checkAction: string;
  /** Where `being-checked.js` asks now and then: `{ state }`. */
  readonly stateUrl: string;
  /** What it answers as long as there is no news. */
  readonly state: string;
}

/** The calm page while nobody knows the outcome: it looks again by itself, and has a button. */
export function beingCheckedPage(texts: Texts, page: BeingChecked): HostedPage {
  return { view: 'hosted-pages/being-checked', texts, page: { ...page } };
}
