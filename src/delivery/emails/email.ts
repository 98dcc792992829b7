import type { Texts } from '../../pages/texts/texts';

/** What a letter says, in parts that text and HTML share. */
export interface EmailContent {
  /** Stands above everything else. */
  readonly sign?: string;
  readonly subject: string;
  readonly heading: string;
  readonly note: string | null;
  readonly lines: readonly Line[];
  /** Where the customer can do something about it. */
  readonly link: { readonly label: string; readonly href: string } | null;
  readonly merchant: Merchant;
  /** In whose language it is written. */
  readonly texts: Texts;
}

export interface Line {
  readonly label: string;
  readonly value: string;
}

/** Who takes the money, and whom the customer can ask. */
export interface Merchant {
  readonly name: string;
  readonly supportEmail: string | null;
}

/** As it is sent where no money moves: nobody takes it for a receipt. */
export function markedAsTest(content: EmailContent): EmailContent {
  return { ...content, sign: content.texts.emails.testMode };
}

/** For readers who are shown no HTML. */
export function textOf({ sign, heading, note, lines, link, merchant, texts }: EmailContent): string {
  return [
    ...(sign ? [sign, ''] : []),
    heading,
    '',
    ...lines.map(({ label, value }) => `${label}: ${value}`),
    ...(note ? ['', note] : []),
    ...(link ? ['', `${link.label}:`, link.href] : []),
    '',
    merchant.name,
    ...(merchant.supportEmail ? [texts.emails.questions(merchant.supportEmail)] : []),
    '',
  ].join('\n');
}

/** Lines that say something. */
export function filled(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ value }) => value !== '');
}
