/** Markup that is already safe to print. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Printable = Html | string | number | readonly Html[];

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Template tag: every value is escaped, unless it is markup already. */
export function html(parts: TemplateStringsArray, ...values: readonly Printable[]): Html {
  return new Html(String.raw({ raw: parts }, ...values.map(print)));
}

function print(value: Printable): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return value.map((each) => each.text).join('');
}
