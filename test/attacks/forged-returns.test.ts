import fc from 'fast-check';
import { MINUTE } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';
import { CHALLENGED, post } from '../support/shopper';
import {
  charge,
  comeBack,
  everythingAbout,
  openOrder,
  orderNow,
  READ_TRANSACTION,
  paidOrder,
  transactionOf,
  unheardOrder,
} from './scene';

const WORDS = ['captured', 'accepted', 'paid', 'success', 'declined', 'refunded', 'Captured%2B', '1', 'true'];

/** Names that Blink, older Blinks and other payment providers have used, and some that programs trip over. */
const NAMES = [
  ...['transaction_id', 'res', 'status', 'note', 'merchant_data', 'transaction_id[]', 'Transaction_ID'],
  ...['payment_intent', 'amount', 'order_id', 'success', '__proto__', 'constructor', 'toString', ''],
];
const aValue = fc.oneof(
  fc.constantFrom(
    ...WORDS,
    '%00',
    '\u0000',
    '../../tokens',
    'BL-',
    '{"nonce":"x"}',
    'null',
    '🦄',
    'x'.repeat(4_000),
  ),
  fc.string({ maxLength: 40 }),
);
const aQuery = fc.array(fc.tuple(fc.constantFrom(...NAMES), aValue), { maxLength: 6 });

describe('a return that somebody made up', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig()));
  beforeEach(() => rig.advance(MINUTE)); // each has all that one address may look at in a minute
  afterAll(() => rig.stop());

  it('changes nothing, whatever 500 queries say, and always leads to the page that knows', async () => {
    const target = await openOrder(rig);
    await charge(rig, target, CHALLENGED);
    const before = await everythingAbout(rig, target.id);
    await fc.assert(
      fc.asyncProperty(aQuery, async (pairs) => {
        const query = pairs.map(
          ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.replace(LONE, ''))}`,
        );
        const answer = await fetch(`${target.returnUrl}?${query.join('&')}`, { redirect: 'manual' });
        expect(answer.status).toBe(303);
        expect(answer.headers.get('location')).toBe(new URL(target.checkout_url).pathname);
        expect(answer.headers.get('set-cookie')).toBeNull();
      }),
      { numRuns: 500 },
    );
    expect(await everythingAbout(rig, target.id)).toEqual(before);
  }, 60_000);

  it.each(WORDS)('saying "%s" about a payment that waits at the bank makes it nothing', async (status) => {
    const target = await openOrder(rig);
    await charge(rig, target, CHALLENGED);
    const { id } = transactionOf(rig, target);
    await comeBack(target.returnUrl, { transaction_id: id, status, note: 'Success' });
    expect(await orderNow(rig, target.id)).toMatchObject({ status: 'processing', amount_captured: 0 });
  });

  it('that names two transactions is not believed about either', async () => {
    const target = await unheardOrder(rig);
    const { id } = target.transaction;
    const calls = rig.sandbox.calls().length;
    await fetch(`${target.returnUrl}?transaction_id=${id}&transaction_id=${id}`, { redirect: 'manual' });
    expect(rig.sandbox.calls()).toHaveLength(calls);
  });

  it('and comes 50 times at once costs a few reads, and the shop is told once', async () => {
    const target = await unheardOrder(rig);
    rig.sandbox.forgetCalls();
    const { id } = target.transaction;
    await Promise.all(Array.from({ length: 50 }, () => comeBack(target.returnUrl, { transaction_id: id })));
    expect(rig.sandbox.calls({ method: 'GET', path: `/transactions/${id}` }).length).toBeLessThanOrEqual(10);
    const { body } = await rig.api('GET', `/orders/${target.id}/events`);
    expect(body.data.filter(({ type }: { type: string }) => type === 'order.paid')).toHaveLength(1);
  });

  it('cannot use up what Blink lets us ask: 200 returns with another transaction each cost 10 reads', async () => {
    const target = await openOrder(rig);
    await charge(rig, target, CHALLENGED);
    rig.sandbox.forgetCalls();
    const answers = [];
    for (let guess = 0; guess < 200; guess += 1)
      answers.push(await comeBack(target.returnUrl, { transaction_id: `BL-GUESS${guess}` }));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(rig.sandbox.calls({ method: 'GET', path: '/transactions/' }).length).toBeLessThanOrEqual(10);
    expect(rig.log.text()).toContain('a payment was to be looked at too often');
  });

  it('nor can 100 presses of "Check again": the payment is found all the same', async () => {
    const target = await openOrder(rig);
    const notNow = { kind: 'status', status: 400, body: { error: 'not now' } } as const;
    rig.sandbox.breakNext({ ...READ_TRANSACTION, times: 3_000 }, notNow);
    await charge(rig, target);
    await rig.settle();
    rig.sandbox.forgetCalls();
    for (let press = 0; press < 100; press += 1) await post(`${target.checkout_url}/check`, {}, rig.origin);
    expect(rig.sandbox.calls(READ_TRANSACTION)).toHaveLength(10);

    rig.sandbox.mend();
    rig.advance(MINUTE);
    await rig.sweep();
    expect(await orderNow(rig, target.id)).toMatchObject({ status: 'paid' });
  });

  it('of a payment that was made changes nothing more, today or in a month', async () => {
    const paid = await paidOrder(rig);
    await rig.settle();
    const before = await everythingAbout(rig, paid.id);
    await comeBack(paid.returnUrl, { transaction_id: paid.transaction.id, status: 'declined' });
    expect(await everythingAbout(rig, paid.id)).toEqual(before);
  });
});

const LONE = /[\ud800-\udfff]/g;
