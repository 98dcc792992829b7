/** Markup that is already safe to print. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Printable = Markup | string | number | readonly Markup[];

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Template tag: every value is escaped, unless it is markup already; line breaks and indents of the template are dropped. */
export function markup(parts: TemplateStringsArray, ...values: readonly Printable[]): Markup {
  const raw = parts.map((part) => part.replace(/\n\s*/g, ''));
  return new Markup(String.raw({ raw }, ...values.map(print)));
}

export const noMarkup = new Markup('');

function print(value: Printable): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return value.map((each) => each.text).join('');
}
