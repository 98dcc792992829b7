import type { OpenApiDocument } from '../../src/api/openapi/document';
import { startRig, type Rig } from '../support/rig';
import { call, type RawAnswer, type RawCall } from './support/call';
import { callsIn, readDocument, withParts, type DescribedCall } from './support/described';
import { OWN, SHARED } from './support/provocations';

interface DocumentedRefusal {
  readonly described: DescribedCall;
  readonly status: number;
  readonly code: string;
  readonly documented: unknown;
}

const TOO_MANY = 'too_many_requests';
const ALLOWANCE = 600;

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
    expect(refusals.length).toBeGreaterThan(100);
    for (const refusal of refusals.filter((each) => each.code !== TOO_MANY && !isOfRepeatPayments(each))) {
      expectDocumented(refusal, await provoked(refusal));
    }
  }, 240_000);

  it('are each answered exactly so about repeat payments', async () => {
    const refusals = documentedRefusals(document).filter(isOfRepeatPayments);
    expect(refusals.length).toBeGreaterThan(50);
    for (const refusal of refusals.filter(({ code }) => code !== TOO_MANY)) {
      expectDocumented(refusal, await provoked(refusal));
    }
  }, 240_000);

  it('are each answered exactly so when the allowance of a key is used up', async () => {
    const rig = await startRig();
    await Promise.all(Array.from({ length: ALLOWANCE }, () => rig.api('GET', '/nothing')));
    for (const refusal of documentedRefusals(document).filter(({ code }) => code === TOO_MANY)) {
      const { method } = refusal.described;
      expectDocumented(refusal, await call(rig, method, withParts(refusal.described)));
    }
    await rig.stop();
  }, 120_000);

  it('are all there are ways to provoke', () => {
    const codes = documentedRefusals(document).flatMap(({ described, code }) => [
      code,
      `${described.id} ${code}`,
    ]);
    expect(Object.keys({ ...SHARED, ...OWN }).filter((each) => !codes.includes(each))).toEqual([]);
  });
});

function isOfRepeatPayments({ described }: DocumentedRefusal): boolean {
  return described.path.includes('/repeat-payments');
}

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
        call(rig, described.method, withParts(described, { orderId, repeatPaymentId: orderId }) + query, {
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
