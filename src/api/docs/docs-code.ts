/** A piece of an example, with a name for its colour. */
export interface Token {
  readonly kind: 'key' | 'text' | 'value' | 'plain';
  readonly text: string;
}

/** In JSON every text is closed. That the pattern does not insist keeps it from looking for the end again and again. */
const JSON_PARTS = /"(?:[^"\\]|\\.)*"?|[-\w.]+/g;

/** A value as indented JSON, in pieces. */
export function jsonTokens(value: unknown): readonly Token[] {
  return tokensIn(JSON.stringify(value, null, 2));
}

function tokensIn(json: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of json.matchAll(JSON_PARTS)) {
    const [text] = match;
    if (match.index > end) tokens.push({ kind: 'plain', text: json.slice(end, match.index) });
    end = match.index + text.length;
    tokens.push({ kind: kindOf(text, json[end]), text });
  }
  return end < json.length ? [...tokens, { kind: 'plain', text: json.slice(end) }] : tokens;
}

function kindOf(text: string, behind: string | undefined): Token['kind'] {
  if (!text.startsWith('"')) return 'value';
  return behind === ':' ? 'key' : 'text';
}

export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  /** Undefined where none is sent. */
  readonly body: unknown;
}

/** What to type to try it. */
export function curlTokens({ method, url, headers, body }: CurlRequest): readonly Token[] {
  const asks = method === 'GET' || (method === 'POST' && body !== undefined) ? '' : `-X ${method} `;
  const start = `curl ${asks}${quoted(url)}`;
  const lines = [start, ...headers.map((header) => `-H ${quoted(header)}`)].join(' \\\n  ');
  if (body === undefined) return [{ kind: 'plain', text: lines }];
  const json = tokensIn(JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`));
  return [{ kind: 'plain', text: `${lines} \\\n  --json '` }, ...json, { kind: 'plain', text: "'" }];
}

/** As a shell reads one word; `$API_KEY` is its own to fill in. */
function quoted(text: string): string {
  if (text.includes('$')) return `"${text}"`;
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
