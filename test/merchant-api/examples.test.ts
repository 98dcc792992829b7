import type { OpenApiDocument } from '../../src/api/openapi/document';
import { startRig, type Rig } from '../support/rig';
import { call, type RawAnswer } from './support/call';
import { callsIn, readDocument, type DescribedExample } from './support/described';
import { startDocumentedRig, WORLDS } from './support/worlds';

const DOCUMENTED_ORIGIN = 'https://pay.example';
const DOCUMENTED_TRANSACTION = 'BL-4QZT8M1RWX-204518';

let document: OpenApiDocument;
let rig: Rig;
beforeAll(async () => {
  const reader = await startRig();
  document = await readDocument(reader);
  await reader.stop();
});
beforeEach(async () => void (rig = await startDocumentedRig()));
afterEach(() => rig.stop());

const examples = () =>
  callsIn(document).flatMap((each) => each.examples.map((example) => ({ ...each, example })));

describe('the examples of the reference', () => {
  it('are the ones that are tested below, and no others', () => {
    expect(
      examples()
        .map(({ example }) => example.name)
        .sort(),
    ).toEqual(Object.keys(WORLDS).sort());
  });

  it.each(Object.entries(WORLDS))('%s is answered exactly so', async (name, arrange) => {
    await arrange(rig);
    const { method, example } = found(name);
    const answer = await ask(method, example);
    expect(answer.status).toBe(example.status);
    expect(asDocumented(answer, example)).toEqual(example.answer);
  });

  it('are answered again to the byte under their Idempotency-Key, each POST', async () => {
    const posts = examples().filter(({ method }) => method === 'POST');
    expect(posts.length).toBeGreaterThan(4);
    for (const { method, example } of posts) {
      await rig.stop();
      rig = await startDocumentedRig();
      await WORLDS[example.name]?.(rig);
      const first = await ask(method, example);
      const again = await ask(method, example);
      expect([example.name, again.text]).toEqual([example.name, first.text]);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
    }
  });
});

function found(name: string) {
  const described = examples().find(({ example }) => example.name === name);
  if (!described) throw new Error(`The document has no example "${name}"`);
  return described;
}

function ask(method: string, { path, body }: DescribedExample): Promise<RawAnswer> {
  return call(rig, method, path, {
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body).replaceAll(DOCUMENTED_TRANSACTION, transactionId()) }),
    headers: { 'idempotency-key': 'of the example' },
  });
}

/** The sandbox makes its own transaction ids, and this machine has its own address. */
function asDocumented({ text }: RawAnswer, { answer }: DescribedExample): unknown {
  const written = text
    .replaceAll(rig.origin, DOCUMENTED_ORIGIN)
    .replaceAll(transactionId(), DOCUMENTED_TRANSACTION);
  return withCursorOf(answer, JSON.parse(written));
}

/** Cursors are opaque: it matters whether there is one. */
function withCursorOf(documented: unknown, answered: unknown): unknown {
  if (!hasCursor(documented) || !hasCursor(answered)) return answered;
  return { ...answered, next_cursor: documented.next_cursor };
}

function hasCursor(value: unknown): value is { readonly next_cursor: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'next_cursor' in value &&
    typeof value.next_cursor === 'string'
  );
}

function transactionId(): string {
  return rig.sandbox.ledger()[0]?.id ?? 'no transaction';
}
