import { MINUTE, SECOND } from '../../src/kernel/clock';
import type { ObservedCall } from '../../src/blink/transport/call-observer';
import type { Urgency } from '../../src/blink/transport/rate-budget';
import { RateBudget } from '../../src/blink/transport/rate-budget';
import { json } from './scripted-server';
import {
  failureOf,
  intentBody,
  NEW_INTENT,
  PAYMENT,
  startSetting,
  StillClock,
  transactionBody,
} from './setting';
import { RETURN_URL, TRANSACTION_ID, TRANSACTION_ROUTE } from './setting';
import type { Reply } from '../../src/blink/transport/exchange';

const URGENCIES: readonly Urgency[] = ['charge', 'verify', 'intent', 'sweep'];

function reply(headers: Partial<Reply>): Reply {
  const nothing = { retryAfter: null, rateLimit: null, rateLeft: null, date: null };
  return { kind: 'reply', status: 200, text: '', ...nothing, ...headers };
}

describe('the rate budget', () => {
  let clock: StillClock;
  let budget: RateBudget;
  beforeEach(() => {
    clock = new StillClock();
    budget = new RateBudget(clock);
  });

  const hear = (headers: Partial<Reply>): void => {
    budget.begin();
    budget.ended(reply(headers));
  };
  const mayGo = (): Urgency[] => URGENCIES.filter((urgency) => budget.heldBackMs(urgency) === 0);

  it('assumes no rate: without headers everything may go', () => {
    for (let call = 0; call < 1_000; call += 1) hear({});
    expect(mayGo()).toEqual(URGENCIES);
  });

  it.each<[string, Urgency[]]>([
    ['60', ['charge', 'verify', 'intent', 'sweep']],
    ['16', ['charge', 'verify', 'intent', 'sweep']],
    ['15', ['charge', 'verify', 'intent']],
    ['7', ['charge', 'verify', 'intent']],
    ['6', ['charge', 'verify']],
    ['4', ['charge', 'verify']],
    ['3', ['charge']],
    ['1', ['charge']],
    ['0', []],
  ])('with %s of 60 left lets go: %j', (rateLeft, expected) => {
    hear({ rateLimit: '60', rateLeft });
    expect(mayGo()).toEqual(expected);
  });

  it('follows whatever limit Blink names', () => {
    hear({ rateLimit: '600', rateLeft: '150' });
    expect(mayGo()).toEqual(['charge', 'verify', 'intent']);
  });

  it('counts the calls since Blink last spoke', () => {
    hear({ rateLimit: '60', rateLeft: '17' });
    budget.begin();
    expect(mayGo()).toContain('sweep');
    budget.begin();
    expect(mayGo()).not.toContain('sweep');
    budget.ended({ kind: 'timeout' });
    expect(mayGo()).not.toContain('sweep');
    budget.ended(reply({ rateLimit: '60', rateLeft: '16' }));
    expect(mayGo()).toContain('sweep');
  });

  it('does not take a limit of nothing for one', () => {
    hear({ rateLimit: '0', rateLeft: '0' });
    expect(mayGo()).toEqual(URGENCIES);
  });

  it('lets the more urgent look first whether there is more, and each look puts off the next', () => {
    hear({ rateLimit: '60', rateLeft: '0' });
    clock.pass(3 * SECOND);
    expect(mayGo()).toEqual(['verify']);
    budget.begin();
    expect(mayGo()).toEqual([]);
    budget.ended({ kind: 'timeout' });
    clock.pass(8 * SECOND);
    expect(mayGo()).toEqual(['verify', 'intent', 'sweep']);
    clock.pass(52 * SECOND);
    expect(mayGo()).toEqual(URGENCIES);
  });

  it('opens again as soon as Blink says that there is more', () => {
    hear({ rateLimit: '60', rateLeft: '0' });
    hear({ rateLimit: '60', rateLeft: '59' });
    expect(mayGo()).toEqual(URGENCIES);
  });

  it.each(['-1', '1.5', 'many', '', '99999999999'])('does not read %j as a number of calls', (rateLeft) => {
    hear({ rateLimit: '60', rateLeft });
    expect(mayGo()).toEqual(URGENCIES);
  });

  it('holds everything back for the time of a 429, and nothing after it', () => {
    hear({ status: 429, retryAfter: '7', rateLimit: '60', rateLeft: '0' });
    expect(URGENCIES.map((urgency) => budget.heldBackMs(urgency))).toEqual([7_000, 7_000, 7_000, 7_000]);
    clock.pass(7 * SECOND);
    expect(mayGo()).toEqual(URGENCIES);
  });

  it('keeps the longest of several blocks, whatever the last one said', () => {
    hear({ status: 429, retryAfter: '30' });
    hear({ status: 429, retryAfter: null });
    hear({ status: 200, rateLimit: '60', rateLeft: '59' });
    expect(budget.heldBackMs('charge')).toBe(30_000);
    hear({ status: 429, retryAfter: '40' });
    expect(budget.heldBackMs('charge')).toBe(40_000);
  });

  it('is not locked for an hour when the clock is set back', () => {
    hear({ status: 429, retryAfter: '7' });
    clock.pass(-60 * MINUTE);
    expect(mayGo()).toEqual(URGENCIES);
  });
});

describe('when little is left', () => {
  it('a sweep holds back while a read that somebody waits for goes at once', async () => {
    const { server, blink, slept } = await startSetting();
    const few = { 'X-RateLimit-Limit': '60', 'X-RateLimit-Remaining': '10' };
    server
      .on(TRANSACTION_ROUTE, json(200, transactionBody(), few))
      .on('POST /intents', json(201, intentBody(), few));
    await blink.transactions.get(TRANSACTION_ID, 'verify');
    await blink.transactions.get(TRANSACTION_ID, 'verify');
    await blink.intents.create(NEW_INTENT);
    expect(slept).toEqual([]);
    await blink.transactions.get(TRANSACTION_ID, 'sweep');
    expect(slept.reduce((sum, each) => sum + each, 0)).toBe(8 * SECOND);
    await server.stop();
  });

  it('of two sweeps at once only one takes the last room for sweeps', async () => {
    const { server, blink, slept } = await startSetting();
    const few = { 'X-RateLimit-Limit': '60', 'X-RateLimit-Remaining': '16' };
    server.on(TRANSACTION_ROUTE, json(200, transactionBody(), few));
    await blink.transactions.get(TRANSACTION_ID, 'verify');
    const sweep = (): Promise<unknown> => blink.transactions.get(TRANSACTION_ID, 'sweep');
    await sweep();
    expect(slept).toEqual([]);
    await Promise.all([sweep(), sweep()]);
    expect(slept.length).toBeGreaterThan(0);
    await server.stop();
  });

  it('a sweep that would wait too long is given up unsent, and told of as held back', async () => {
    const calls: ObservedCall[] = [];
    const onCall = (call: ObservedCall) => calls.push(call);
    const { server, blink } = await startSetting({ deadlines: { readMs: 5_000 }, onCall });
    const few = { 'X-RateLimit-Limit': '60', 'X-RateLimit-Remaining': '10' };
    server.on(TRANSACTION_ROUTE, json(200, transactionBody(), few));
    await blink.transactions.get(TRANSACTION_ID, 'verify');
    expect(await failureOf(blink.transactions.get(TRANSACTION_ID, 'sweep'))).toMatchObject({
      code: 'blink_unavailable',
    });
    expect(server.count(TRANSACTION_ROUTE)).toBe(1);
    expect(calls.map(({ resource, outcome }) => `${resource}: ${outcome}`)).toEqual([
      'POST tokens: 2xx',
      'GET transactions/{id}: 2xx',
      'GET transactions/{id}: held_back',
    ]);
    await server.stop();
  });

  it('a charge waits out a short block and then goes once', async () => {
    const { server, blink, slept } = await startSetting();
    server.on(TRANSACTION_ROUTE, json(200, transactionBody()));
    await blink.transactions.get(TRANSACTION_ID);
    server.on('POST /intents', json(429, {}, { 'Retry-After': '5' }));
    await failureOf(blink.intents.create(NEW_INTENT));
    server.on(
      'POST /creditcards',
      json(200, { url: `${RETURN_URL}?transaction_id=${TRANSACTION_ID}&status=captured` }),
    );
    expect(await blink.creditCards.pay(PAYMENT)).toMatchObject({ kind: 'named' });
    expect(slept.reduce((sum, each) => sum + each, 0)).toBe(5_000);
    expect(server.count('POST /creditcards')).toBe(1);
    await server.stop();
  });

  it('a charge that would wait too long is not sent, for certain', async () => {
    const { server, blink } = await startSetting();
    server.on('POST /intents', json(429, {}, { 'Retry-After': '30' }));
    await failureOf(blink.intents.create(NEW_INTENT));
    expect(await failureOf(blink.creditCards.pay(PAYMENT))).toMatchObject({ code: 'blink_not_asked' });
    expect(server.count('POST /creditcards')).toBe(0);
    await server.stop();
  });
});
