import fc from 'fast-check';
import { MINUTE } from '../../src/kernel/clock';
import { createBlink } from '../../src/blink/create-blink';
import type { Fault } from '../../src/sandbox/faults/fault';
import { comeBack, openOrder, orderNow, charge, READ_TRANSACTION, transactionOf } from '../attacks/scene';
import { startRig, type Rig } from '../support/rig';
import { visit } from '../support/shopper';

const { LONG } = process.env;
/** Runs of one service before the next is started: each moves its clock on, which should not meet the real one. */
const RUNS = 50;
const SERVICES = LONG === '1' ? 1_000 : 2;
const SEED = LONG === '1' ? Date.now() : 20_260_302;
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
  const startService = () =>
    startRig({
      client: (options) => createBlink({ ...options, sleep: () => Promise.resolve() }),
      sandbox: { notifications: { withhold: true } },
    });

  it(
    'neither break a page nor take a declined payment for one that was made',
    async () => {
      for (let service = 0; service < SERVICES; service += 1) {
        rig = await startService();
        await withstandsAnything(SEED + service).finally(() => rig.stop());
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
    LIMIT_MS,
  );

  async function withstandsAnything(seed: number): Promise<void> {
    const property = fc.asyncProperty(fc.constantFrom(...CALLS), mutations, async (call, changes) => {
      rig.sandbox.mend();
      rig.advance(31 * MINUTE); // a new token is needed, what the last one said is too old, and nothing is held back any more
      const garble = (body: unknown) => changed(body, changes);
      for (const status of await payWith(call, { kind: 'wrong-types', garble }))
        expect([200, 303, 503]).toContain(status);
    });
    await fc.assert(property, { numRuns: RUNS, seed });
    for (const status of ['paid', 'authorised'])
      expect((await rig.api('GET', `/orders?status=${status}`)).body.data).toEqual([]);
    expect(rig.log.lines().filter(({ level }) => level === 'fatal')).toEqual([]);
  }

  /** A payment that the bank declines, with one of its calls answered strangely. */
  async function payWith(call: (typeof CALLS)[number], fault: Fault): Promise<readonly number[]> {
    rig.sandbox.forgetRules();
    rig.sandbox.nextPayment({ outcome: 'declined' });
    if (call === 'POST tokens' || call === 'POST intents') {
      rig.sandbox.breakNext({ method: 'POST', path: call.replace('POST ', '/') }, fault);
      const made = await rig.api('POST', '/orders', { reference: 'T-1', amount: 1099, currency: 'GBP' });
      if (made.status === 422) return saysNoCards(made.body);
      const { status } = await visit(made.body.checkout_url);
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

/** A token may have lost the word for cards: then the account has none, as far as anybody can know. */
function saysNoCards({ errors }: { errors: readonly { field: string }[] }): readonly number[] {
  expect(errors.map(({ field }) => field)).toEqual([expect.stringMatching(/^(payment_methods|currency)$/)]);
  return [];
}

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
