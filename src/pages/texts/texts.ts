import { en } from './en/en';

/** What every language has to say. A key that another language leaves out does not compile. */
export type Texts = typeof en;

const LANGUAGES = { en } satisfies Record<string, Texts>;

export type Locale = keyof typeof LANGUAGES;

/** Of every page and email, as long as nobody can choose. */
export const DEFAULT_LOCALE: Locale = 'en';

export function textsIn(locale: Locale): Texts {
  return LANGUAGES[locale];
}

/** What can be wrong with one input. */
export type Problem = keyof Texts['problems'];
