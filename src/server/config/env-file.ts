/**
 * The variables of an `.env` file whose value is probably not the one that was meant: dotenv ends a value without quotes at its first `#`,
 * so that `BRAND_COLOUR=#0b5fff` sets nothing and a password loses its end. A `#` with a blank on either side clearly is a comment.
 * @returns the names, never a value
 */
export function variablesCutIn(file: string): readonly string[] {
  const text = file.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const cut = new Set<string>();
  for (let start = 0; start < text.length;) {
    const lineEnd = endOfLine(text, start);
    const { name, valueStart } = assignmentIn(text.slice(start, lineEnd));
    const quotesEnd = name === null ? null : endOfQuoted(text, start + valueStart);
    if (name !== null && quotesEnd === null && isCut(text.slice(start + valueStart, lineEnd))) cut.add(name);
    start = endOfLine(text, quotesEnd ?? lineEnd) + 1;
  }
  return [...cut];
}

function assignmentIn(line: string): { readonly name: string | null; readonly valueStart: number } {
  const [, exported = '', name = '', between = ''] =
    /^(\s{0,100}(?:export\s{1,100})?)([\w.-]{1,100})( {0,20}= {0,20}|: {1,20})/.exec(line) ?? [];
  return name === ''
    ? { name: null, valueStart: 0 }
    : { name, valueStart: exported.length + name.length + between.length };
}

/** Where the closing quote is, when the value is in quotes followed by at most a comment; it may be several lines below. */
function endOfQuoted(text: string, start: number): number | null {
  const quote = text[start];
  if (quote !== '"' && quote !== "'" && quote !== '`') return null;
  for (let end = text.indexOf(quote, start + 1); end !== -1; end = text.indexOf(quote, end + 1)) {
    if (text[end - 1] === '\\') continue;
    const behind = text.slice(end + 1, endOfLine(text, end)).trimStart();
    return behind === '' || behind.startsWith('#') ? end : null;
  }
  return null;
}

function isCut(value: string): boolean {
  const at = value.indexOf('#');
  if (at === -1) return false;
  const isBlank = (character = '') => character.trim() === '';
  return !(isBlank(value[at - 1]) && isBlank(value[at + 1]));
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
