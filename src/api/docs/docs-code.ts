/** A piece of an example, with the kind that its colour depends on. */
export interface Token {
  readonly kind: 'key' | 'text' | 'value' | 'plain';
  readonly text: string;
}

/** In JSON every text is closed. The pattern does not require the closing quote, so that matching takes linear time. */
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
  /** Undefined where no body is sent. */
  readonly body: unknown;
}

/** The curl command that makes the call. */
export function curlTokens({ method, url, headers, body }: CurlRequest): readonly Token[] {
  const asks = method === 'GET' || (method === 'POST' && body !== undefined) ? '' : `-X ${method} `;
  const start = `curl ${asks}${quoted(url)}`;
  const lines = [start, ...headers.map((header) => `-H ${quoted(header)}`)].join(' \\\n  ');
  if (body === undefined) return [{ kind: 'plain', text: lines }];
  const json = tokensIn(JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`));
  return [{ kind: 'plain', text: `${lines} \\\n  --json '` }, ...json, { kind: 'plain', text: "'" }];
}

/** Quotes a text as one word for a shell, which fills in `$API_KEY`. */
function quoted(text: string): string {
  if (text.includes('$')) return `"${text}"`;
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
