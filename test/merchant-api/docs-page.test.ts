import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { docsPage } from '../../src/api/docs/docs-page';
import { curlTokens, jsonTokens, type Token } from '../../src/api/docs/docs-code';
import { fieldRow, fieldRows } from '../../src/api/docs/docs-fields';
import { piecesOf } from '../../src/api/docs/docs-text';
import type { OpenApiDocument } from '../../src/api/openapi/document';
import { textIn } from '../support/html-forms';
import { startRig, type Rig } from '../support/rig';
import { callsIn, readDocument } from './support/described';

describe('the page of the reference', () => {
  let rig: Rig;
  let document: OpenApiDocument;
  let html: string;
  let response: Response;
  beforeAll(async () => {
    rig = await startRig({ env: { MERCHANT_NAME: 'Fish & <b>Chips</b>' } });
    document = await readDocument(rig);
    response = await fetch(`${rig.origin}/docs`);
    html = await response.text();
  });
  afterAll(() => rig.stop());

  it('is given to everybody, under the policy of a plain page', () => {
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('needs no script, and has no style but the one it links to', () => {
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=/i);
    expect(html).toContain('/static/docs.css?v=');
    expect(html).toContain('Fish &amp; &lt;b&gt;Chips&lt;/b&gt;');
  });

  it('has every call with its address, its fields, its refusals and its examples', () => {
    const text = textIn(html);
    for (const { method, path, operation, parameters, examples } of callsIn(document)) {
      expect(text).toContain(operation.summary);
      expect(text).toContain(`${method} ${path}`);
      for (const { name } of parameters) expect(text).toContain(name);
      for (const example of examples) expect(text).toContain(example.name.replace(/^\w+: /, ''));
    }
    const codes = [...JSON.stringify(document).matchAll(/"code":\{"enum":\[([^\]]+)\]/g)].flatMap(
      ([, list = '']) => list.split(',').map((code) => code.slice(1, -1)),
    );
    expect(codes.length).toBeGreaterThan(100);
    for (const code of codes) expect(html).toContain(`<code class="field__name">${code}</code>`);
  });

  it('links only to what is on it, once', () => {
    const ids = attributes(html, 'id');
    expect(new Set(ids).size).toBe(ids.length);
    const inside = attributes(html, 'href').filter((href) => href.startsWith('#'));
    expect(inside.length).toBeGreaterThan(40);
    expect(inside.filter((href) => !ids.includes(href.slice(1)))).toEqual([]);
  });

  it('asks for patience when somebody asks for it without end', async () => {
    const statuses = new Set<number>();
    for (let count = 0; count < 61; count++) statuses.add((await fetch(`${rig.origin}/docs`)).status);
    expect(statuses).toEqual(new Set([200, 429]));
  });

  it('changes with the document', () => {
    const [first = ''] = Object.keys(document.paths);
    const shorter = docsPage({ ...document, paths: { [first]: document.paths[first] ?? {} } });
    expect(JSON.stringify(shorter)).not.toContain('closeReview');
  });
});

describe('what the page says of a field', () => {
  const said = (schema: Parameters<typeof fieldRow>[1]) => {
    const { type, words, limits, typeHref } = fieldRow('x', schema, false);
    return { type, words, limits, typeHref };
  };
  const nothing = { words: [], limits: null, typeHref: null };

  it.each<[Parameters<typeof fieldRow>[1], object]>([
    [{ type: 'string' }, { type: 'text' }],
    [{ type: 'string', format: 'date-time' }, { type: 'date and time' }],
    [
      { type: 'string', minLength: 1, maxLength: 100 },
      { type: 'text', limits: '1 to 100 characters' },
    ],
    [
      { type: 'integer', minimum: 1, maximum: 99_999_999 },
      { type: 'whole number', limits: '1 to 99,999,999' },
    ],
    [
      { type: 'integer', minimum: 1, maximum: 100, default: 50 },
      { type: 'whole number', limits: '1 to 100, 50 when absent' },
    ],
    [{ type: ['string', 'null'] }, { type: 'text or null' }],
    [
      { anyOf: [{ type: 'string', enum: ['a', 'b'] }, { type: 'null' }] },
      { type: 'text or null', words: ['a', 'b'] },
    ],
    [
      { type: 'array', items: { type: 'string', enum: ['a'] } },
      { type: 'list of text', words: ['a'] },
    ],
    [
      { type: 'array', items: { $ref: '#/components/schemas/Order' } },
      { type: 'list of Order', typeHref: '#object-Order' },
    ],
    [{ $ref: '#/components/schemas/Order' }, { type: 'Order', typeHref: '#object-Order' }],
    [{ type: 'object', additionalProperties: { type: 'string' } }, { type: 'map' }],
    [
      {
        anyOf: [
          { type: 'string', const: 'automatic' },
          { type: 'object', properties: {} },
        ],
      },
      { type: 'text or object', words: ['automatic'] },
    ],
  ])('%j is %j', (schema, expected) => {
    expect(said(schema)).toEqual({ ...nothing, ...expected });
  });

  it('has the fields of an object in it under their whole names', () => {
    const inner = { type: 'object', properties: { email: { type: 'string' } }, required: ['email'] } as const;
    const rows = fieldRows({ type: 'object', properties: { customer: { ...inner, required: ['email'] } } });
    expect(rows.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['customer', false],
      ['customer.email', true],
    ]);
  });

  it('prints what stands in backticks as code', () => {
    expect(piecesOf('Ship on `paid`.')).toEqual([
      { text: 'Ship on ', isCode: false },
      { text: 'paid', isCode: true },
      { text: '.', isCode: false },
    ]);
  });
});

describe('an example', () => {
  const text = (tokens: readonly Token[]) => tokens.map((token) => token.text).join('');

  it('is the JSON itself, whatever is coloured in it', () => {
    const value = { a: 'x": 1, "y', b: [1, -2.5, null, true], 'c"d': {}, e: 'null' };
    expect(JSON.parse(text(jsonTokens(value)))).toEqual(value);
    expect(
      jsonTokens(value)
        .filter(({ kind }) => kind === 'key')
        .map((token) => token.text),
    ).toEqual(['"a"', '"b"', '"c\\"d"', '"e"']);
    expect(jsonTokens(value)).toContainEqual({ kind: 'text', text: '"null"' });
    expect(jsonTokens(value)).toContainEqual({ kind: 'value', text: 'null' });
  });

  it('can be pasted into a shell, apostrophes and all', () => {
    const curl = {
      method: 'POST',
      url: 'https://pay.example/a?b=1&c=2',
      headers: ['Authorization: Bearer $API_KEY', 'A: b'],
      body: { note: "it's" },
    };
    expect(text(curlTokens(curl))).toBe(
      [
        "curl 'https://pay.example/a?b=1&c=2' \\",
        '  -H "Authorization: Bearer $API_KEY" \\',
        "  -H 'A: b' \\",
        "  --json '{",
        String.raw`  "note": "it'\''s"`,
        "}'",
      ].join('\n'),
    );
  });

  it.each([
    ['GET', undefined, 'curl https://pay.example/a'],
    ['POST', undefined, 'curl -X POST https://pay.example/a'],
    ['PATCH', {}, "curl -X PATCH https://pay.example/a \\\n  --json '{}'"],
  ])('says %s where curl would not know', (method, body, expected) => {
    expect(text(curlTokens({ method, url: 'https://pay.example/a', headers: [], body }))).toBe(expected);
  });
});

function attributes(html: string, name: string): string[] {
  const found: string[] = [];
  const look = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('attrs' in node)
      found.push(...node.attrs.filter((each) => each.name === name).map(({ value }) => value));
    if ('childNodes' in node) node.childNodes.forEach(look);
  };
  look(parse(html));
  return found;
}
