import fc from 'fast-check';
import { createBlink } from '../../src/blink/create-blink';
import type { Fault } from '../../src/sandbox/faults/fault';
import { comeBack, openOrder, orderNow, charge, READ_TRANSACTION, transactionOf } from '../attacks/scene';
import { startRig, type Rig } from '../support/rig';
import { createOrder, visit } from '../support/shopper';

const { LONG } = process.env;
const RUNS = LONG === '1' ? 50_000 : 100;
const LIMIT_MS = LONG === '1' ? 4 * 60 * 60_000 : 60_000;

/** What may stand where Blink puts something else; no word of it means money. */
const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1e308,
    Number.MAX_SAFE_INTEGER,
    '',
    ' ',
    '\u0000',
    [],
    {},
    [[]],
  ),
  fc.constantFrom<unknown>('Declined', 'Unknown', 'null', '10.99', 'GBP', 'x'.repeat(5_000), {
    a: { b: [] },
  }),
  fc.constantFrom<unknown>({ constructor: 1 }, { toString: null }, { length: 1 }, [null, [{}]]),
  fc.string({ maxLength: 30 }),
  fc.double(),
);

/** Where and how an answer is changed: the place counts through everything that is in it. */
const mutation = fc.record({
  place: fc.nat(40),
  how: fc.constantFrom('replaced', 'removed', 'wrapped', 'twice'),
  with: strange,
});
const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });
type Mutation = typeof mutation extends fc.Arbitrary<infer Each> ? Each : never;

const CALLS = ['POST tokens', 'POST intents', 'POST creditcards', 'GET transactions'] as const;

describe('answers of Blink with anything in any place', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({
      client: (options) => createBlink({ ...options, sleep: () => Promise.resolve() }),
      sandbox: { notifications: { withhold: true } },
    });
  });
  afterAll(() => rig.stop());

  it(
    'neither break a page nor take a declined payment for one that was made',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...CALLS), mutations, async (call, changes) => {
          rig.sandbox.mend();
          rig.advance(11 * 60_000); // a new token is needed, and nothing is held back any more
          const pages = await payWith(call, {
            kind: 'wrong-types',
            garble: (body) => changed(body, changes),
          });
          for (const status of pages) expect([200, 303, 503]).toContain(status);
        }),
        { numRuns: RUNS, seed: LONG === '1' ? Date.now() : 20_260_302 },
      );
      expect((await rig.api('GET', '/orders?status=paid')).body.data).toEqual([]);
      expect((await rig.api('GET', '/orders?status=authorised')).body.data).toEqual([]);
      expect(Object.keys(Object.prototype)).toEqual([]);
      for (const { level } of rig.log.lines()) expect(level).not.toBe('fatal');
    },
    LIMIT_MS,
  );

  /** A payment that the bank declines, with one of its calls answered strangely. */
  async function payWith(call: (typeof CALLS)[number], fault: Fault): Promise<readonly number[]> {
    rig.sandbox.forgetRules();
    rig.sandbox.nextPayment({ outcome: 'declined' });
    if (call === 'POST tokens' || call === 'POST intents') {
      rig.sandbox.breakNext({ method: 'POST', path: call.replace('POST ', '/') }, fault);
      const order = await createOrder(rig);
      const { status } = await visit(order.checkout_url);
      return [status];
    }
    const target = await openOrder(rig);
    if (call === 'POST creditcards') rig.sandbox.breakNext({ method: 'POST', path: '/creditcards' }, fault);
    await charge(rig, target);
    rig.sandbox.breakNext(READ_TRANSACTION, fault);
    const { id } = transactionOf(rig, target);
    const back = await comeBack(target.returnUrl, { transaction_id: id, status: 'captured' });
    const page = await visit(target.checkout_url);
    expect(['open', 'processing', 'expired']).toContain((await orderNow(rig, target.id)).status);
    return [back.status, page.status];
  }
});

function changed(body: unknown, changes: readonly Mutation[]): unknown {
  return changes.reduce((current, change) => changedOnce(current, change), body);
}

/** Counts through the values of a body, depth first, and changes the one whose turn it is. */
function changedOnce(body: unknown, { place, how, with: other }: Mutation): unknown {
  const total = countOf(body);
  let left = place % total;
  const walk = (value: unknown): unknown => {
    if (left-- === 0) return how === 'wrapped' ? { data: value } : how === 'twice' ? [value, value] : other;
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).flatMap(([name, each]): [string, unknown][] => {
      const isTurn = left === 0;
      const next = walk(each);
      return isTurn && how === 'removed' ? [] : [[name, next]];
    });
    return Object.fromEntries(entries);
  };
  return walk(body);
}

function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, each) => sum + countOf(each), 1);
}
