/** A piece of an example, with a name for its colour. */
export interface Token {
  readonly kind: 'key' | 'text' | 'value' | 'plain';
  readonly text: string;
}

const JSON_PARTS = /("(?:[^"\\]|\\.)*")(?=:)|("(?:[^"\\]|\\.)*")|(\b(?:true|false|null)\b|-?\d+(?:\.\d+)?)/g;

/** A value as indented JSON, in pieces. */
export function jsonTokens(value: unknown): readonly Token[] {
  return tokensIn(JSON.stringify(value, null, 2));
}

function tokensIn(json: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of json.matchAll(JSON_PARTS)) {
    const [text, key, string] = match;
    if (match.index > end) tokens.push({ kind: 'plain', text: json.slice(end, match.index) });
    tokens.push({ kind: key ? 'key' : string ? 'text' : 'value', text });
    end = match.index + text.length;
  }
  return end < json.length ? [...tokens, { kind: 'plain', text: json.slice(end) }] : tokens;
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
