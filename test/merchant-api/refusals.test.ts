import { BlinkRefused, BlinkUnavailable, BlinkUnreadable } from '../../src/blink/errors';
import type { Timers } from '../../src/clock';
import type { OpenApiDocument } from '../../src/merchant-api/openapi/document';
import { MemoryIdempotencyStore } from '../../src/orders/memory-idempotency-store';
import { MemoryOrderStore } from '../../src/orders/memory-store';
import { VersionConflict } from '../../src/orders/store';
import { startRig, type Rig, type RigOptions } from '../support/rig';
import { call, wrapped, type RawAnswer, type RawCall } from './support/call';
import { callsIn, readDocument, withParts, type DescribedCall } from './support/described';
import { openOrder, paidOrder, worldOf } from './support/worlds';

/** One documented refusal of one call, and the product it is to be provoked in. */
interface Occasion {
  readonly described: DescribedCall;
  readonly rig: Rig;
  /** Makes the call as documented, but for what is given, on the order with this id. */
  ask(orderId: string, changed?: RawCall & { readonly query?: string }): Promise<RawAnswer>;
}

interface DocumentedRefusal {
  readonly described: DescribedCall;
  readonly status: number;
  readonly code: string;
  readonly documented: unknown;
}

interface Provocation {
  readonly options?: () => RigOptions;
  readonly provoke: (occasion: Occasion) => Promise<RawAnswer>;
}

const NONE = 'ord_none';
const TOO_MANY = 'too_many_requests';
const ALLOWANCE = 600;
const impatient: Timers = { after: (_, act) => void setImmediate(act) };

/** Ways to be refused that are the same for every call that documents them. */
const SHARED: Readonly<Record<string, Provocation>> = {
  not_authenticated: simply(({ ask }) => ask(NONE, { key: null })),
  malformed_request: simply(({ ask }) => ask(NONE, { body: '{"a":' })),
  body_too_large: simply(({ ask }) => ask(NONE, { body: { a: 'x'.repeat(70_000) } })),
  unsupported_body: simply(({ ask }) => ask(NONE, { headers: { 'content-type': 'text/plain' }, body: 'a' })),
  invalid_input: simply(({ ask }) => ask(NONE, { query: '?colour=blue' })),
  not_found: simply(({ ask }) => ask(NONE)),
  idempotency_key_reused: simply(async ({ rig, ask }) => {
    const headers = { 'idempotency-key': 'k' };
    await rig.api('POST', '/orders', { reference: 'another', amount: 1, currency: 'GBP' }, headers);
    return ask(NONE, { headers });
  }),
  idempotency_key_in_use: {
    options: () => {
      const running = () => Promise.resolve({ kind: 'running' } as const);
      const idempotency = wrapped(new MemoryIdempotencyStore(), { claim: running });
      return { replace: () => ({ idempotency, timers: impatient }) };
    },
    provoke: ({ ask }) => ask(NONE, { headers: { 'idempotency-key': 'k' } }),
  },
  order_changed: {
    provoke: async ({ rig, described, ask }) => {
      const order = await arranged(rig, described);
      breakOrders(rig, { append: () => Promise.reject(new VersionConflict()) });
      return ask(order);
    },
  },
  internal_error: {
    provoke: async ({ rig, ask }) => {
      const broken = () => Promise.reject(new Error('disk full'));
      breakOrders(rig, { append: broken, find: broken, list: broken, feed: broken });
      return ask(NONE);
    },
  },
  blink_unavailable: whenReadingEndsWith(new BlinkUnavailable('Reading a transaction', 'no answer in time')),
  blink_refused: whenReadingEndsWith(new BlinkRefused('reading a transaction', 403, { reason: 'Forbidden' })),
  blink_unreadable: whenReadingEndsWith(new BlinkUnreadable('reading a transaction', 'not JSON')),
};

/** Ways to be refused that belong to one call. */
const OWN: Readonly<Record<string, Provocation>> = {
  'createOrder store_full': {
    options: () => ({ replace: () => ({ orders: new MemoryOrderStore({ maxOrders: 1 }) }) }),
    provoke: async ({ rig, ask }) => {
      await openOrder(rig);
      return ask(NONE);
    },
  },
  'amendOrder order_not_amendable': simply(async ({ rig, ask }) => ask((await paidOrder(rig)).id)),
  'cancelOrder order_not_cancellable': simply(async ({ rig, ask }) => ask((await paidOrder(rig)).id)),
  'nameTransaction transaction_not_of_order': simply(async ({ rig, ask }) => ask((await openOrder(rig)).id)),
  'closeReview nothing_to_review': simply(async ({ rig, ask }) => ask((await openOrder(rig)).id)),
};

/** The document cannot say how long to wait, nor how many orders the memory of a test holds. */
const DETAIL_VARIES = [TOO_MANY, 'store_full'];

let document: OpenApiDocument;
beforeAll(async () => {
  const rig = await startRig();
  document = await readDocument(rig);
  await rig.stop();
});

describe('the refusals of the reference', () => {
  it('are each answered exactly so', async () => {
    const refusals = documentedRefusals(document);
    expect(refusals.length).toBeGreaterThan(80);
    for (const refusal of refusals.filter(({ code }) => code !== TOO_MANY)) {
      expectDocumented(refusal, await provoked(refusal));
    }
  }, 120_000);

  it('are each answered exactly so when the allowance of a key is used up', async () => {
    const rig = await startRig();
    await Promise.all(Array.from({ length: ALLOWANCE }, () => rig.api('GET', '/nothing')));
    for (const refusal of documentedRefusals(document).filter(({ code }) => code === TOO_MANY)) {
      const { method } = refusal.described;
      expectDocumented(refusal, await call(rig, method, withParts(refusal.described)));
    }
    await rig.stop();
  });

  it('are all there are ways to provoke', () => {
    const codes = documentedRefusals(document).flatMap(({ described, code }) => [
      code,
      `${described.id} ${code}`,
    ]);
    expect(Object.keys({ ...SHARED, ...OWN }).filter((each) => !codes.includes(each))).toEqual([]);
  });
});

function documentedRefusals(from: OpenApiDocument): readonly DocumentedRefusal[] {
  return callsIn(from).flatMap((described) =>
    Object.entries(described.operation.responses).flatMap(([status, response]) =>
      Object.entries(response.content['application/problem+json']?.examples ?? {})
        .filter(([code]) => !(described.isPublic && code === 'internal_error')) // made at start, nothing can fail
        .map(([code, { value }]) => ({ described, status: Number(status), code, documented: value })),
    ),
  );
}

async function provoked({ described, code }: DocumentedRefusal): Promise<RawAnswer> {
  const provocation = OWN[`${described.id} ${code}`] ?? SHARED[code];
  if (!provocation) throw new Error(`Nothing provokes ${code} of ${described.id}`);
  const rig = await startRig(provocation.options?.());
  try {
    return await provocation.provoke({
      described,
      rig,
      ask: (orderId, { query = '', ...changed } = {}) =>
        call(rig, described.method, withParts(described, { orderId }) + query, {
          ...exampleBody(described, rig),
          ...changed,
        }),
    });
  } finally {
    await rig.stop();
  }
}

/** The sandbox makes its own transaction ids. */
function exampleBody({ method, examples }: DescribedCall, { sandbox }: Rig): RawCall {
  if (method === 'GET') return {};
  const body = JSON.stringify(examples[0]?.body ?? {});
  return { body: body.replace('BL-4QZT8M1RWX-204518', sandbox.ledger()[0]?.id ?? 'BL-NOBODYS') };
}

function expectDocumented(
  { described, status, code, documented }: DocumentedRefusal,
  answer: RawAnswer,
): void {
  const which = { call: described.id, code };
  expect({ ...which, status: answer.status, ...withoutVariance(JSON.parse(answer.text)) }).toEqual({
    ...which,
    status,
    ...withoutVariance(documented),
  });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect({ ...which, missing: missingHeaders(described, answer) }).toEqual({ ...which, missing: [] });
}

function simply(provoke: Provocation['provoke']): Provocation {
  return { provoke };
}

/** A charge whose answer was lost leaves a transaction to be read; the reading is what fails. */
function whenReadingEndsWith(error: Error): Provocation {
  return {
    provoke: async ({ rig, described, ask }) => {
      const order = await arranged(rig, described);
      Object.assign(rig.dependencies.payments.blink.transactions, { get: () => Promise.reject(error) });
      return ask(order, described.method === 'GET' ? { query: '?refresh=true' } : {});
    },
  };
}

/** Makes the call possible, and says which order it is about. */
async function arranged(rig: Rig, described: DescribedCall): Promise<string> {
  await worldOf(described.id)(rig);
  const { body } = await rig.api('GET', '/orders?limit=1');
  return body.data[0].id as string;
}

function breakOrders(rig: Rig, broken: Partial<MemoryOrderStore>): void {
  Object.assign(rig.dependencies.payments.orders, broken);
}

function withoutVariance(problem: unknown): object {
  const { instance, detail, ...rest } = problem as Record<string, unknown>;
  expect(instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  return DETAIL_VARIES.includes(String(rest['code'])) ? rest : { ...rest, detail };
}

/** `Retry-After` may be there; every other documented header must be. */
function missingHeaders({ operation }: DescribedCall, { status, headers }: RawAnswer): readonly string[] {
  const documented = Object.keys(operation.responses[String(status)]?.headers ?? {});
  const optional = ['Retry-After', ...(status === 401 ? ['RateLimit', 'RateLimit-Policy'] : [])];
  return documented.filter((name) => !optional.includes(name) && !headers.has(name));
}
