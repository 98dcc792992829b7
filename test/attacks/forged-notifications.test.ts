import { createHash } from 'node:crypto';
import { SECOND } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';
import { pipelined, postRequest } from './pipelined';
import {
  everythingAbout,
  notify,
  openOrder,
  orderNow,
  paidOrder,
  transactionOf,
  unheardOrder,
  waitingOrder,
  type Target,
} from './scene';
import { charge, comeBack } from './scene';
import { CHALLENGED } from '../support/shopper';

const STATUS_WORDS = ['Captured', 'Accepted', 'Paid out', 'Success', 'Refunded', 'Charged back', 'Declined'];

/** Always the same noise, so that a failure can be looked at again. */
const noise = (seed: string): string => createHash('sha256').update(seed).digest('base64url');

describe('notifications that somebody made up', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig()));
  afterAll(() => rig.stop());

  it('10,000 of them, with every kind of wrong capability, change no order, cost no call to Blink, and cannot be told apart', async () => {
    const targets: readonly Target[] = [
      await openOrder(rig),
      await waitingOrder(rig),
      await unheardOrder(rig),
      await paidOrder(rig),
    ];
    await rig.settle();
    const before = await Promise.all(targets.map(({ id }) => everythingAbout(rig, id)));
    const calls = rig.sandbox.calls().length;

    const genuine = targets.slice(2).map((target) => transactionOf(rig, target).id);
    const forgeries = Array.from({ length: 10_000 }, (_, index) => forgery(targets, genuine, index));
    const answers = [];
    for (let at = 0; at < forgeries.length; at += 500)
      answers.push(...(await pipelined(rig.origin, forgeries.slice(at, at + 500))));
    await rig.settle();

    expect(answers).toHaveLength(10_000);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    expect(new Set(answers.map(({ body }) => body.replace(/urn:uuid:[\w-]+/, ''))).size).toBe(1);
    expect(rig.sandbox.calls()).toHaveLength(calls);
    expect(await Promise.all(targets.map(({ id }) => everythingAbout(rig, id)))).toEqual(before);
  }, 60_000);

  it('with the genuine capability can say what they like: 200 lies make nothing paid, and cost at most a read per 5 seconds', async () => {
    const challenged = await openOrder(rig);
    await charge(rig, challenged, CHALLENGED);
    const { id: transactionId } = transactionOf(rig, challenged);
    const reads = () => rig.sandbox.calls({ method: 'GET', path: '/transactions/' }).length;
    const readBefore = reads();
    const lies = STATUS_WORDS.flatMap((status) => [
      { transaction_id: transactionId, status },
      { transaction_id: transactionId, status, amount: '10.99', currency: 'GBP', paid: true },
      { transaction_id: 'BL-INVENTED77', status },
    ]);
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(lies.map((lie) => notify(challenged.notificationUrl, lie)));
      await rig.settle();
      rig.advance(5 * SECOND);
      await rig.settle();
    }
    expect(await orderNow(rig, challenged.id)).toMatchObject({ status: 'processing', amount_captured: 0 });
    expect(reads() - readBefore).toBeLessThanOrEqual(11);
  });

  it('cannot make a declined payment paid', async () => {
    rig.sandbox.nextPayment({ outcome: 'declined' });
    const declined = await openOrder(rig);
    await charge(rig, declined);
    await rig.settle();
    const before = await everythingAbout(rig, declined.id);
    const transaction_id = transactionOf(rig, declined).id;
    for (const type of ['application/json', 'application/x-www-form-urlencoded'] as const) {
      rig.advance(6 * SECOND);
      await notify(declined.notificationUrl, { transaction_id, status: 'Captured', note: 'Success' }, type);
      await rig.settle();
    }
    await comeBack(declined.returnUrl, { transaction_id, status: 'captured', note: 'Success' });
    expect(await everythingAbout(rig, declined.id)).toEqual(before);
  });

  it.each([
    ['JSON that is not JSON', '{"transaction_id":', 'application/json', 0],
    ['JSON nested 8,000 levels deep', `${'['.repeat(8_000)}${']'.repeat(8_000)}`, 'application/json', 0],
    ['a list', '[{"transaction_id":"BL-1"}]', 'application/json', 1],
    ['another type', '<transaction_id>BL-1</transaction_id>', 'text/xml', 1],
    ['17 KB', `{"note":"${'x'.repeat(17 * 1024)}"}`, 'application/json', 0],
    ['a prototype', '{"__proto__":{"transaction_id":"BL-1"}}', 'application/json', 1],
    ['a prototype in a form', '__proto__=x&constructor=x', 'application/x-www-form-urlencoded', 0],
    ['two transactions', 'transaction_id=BL-1&transaction_id=BL-2', 'application/x-www-form-urlencoded', 1],
    ['a hundred', Array.from({ length: 100 }, (_, index) => `BL-${index}`).join(), 'text/plain', 1],
    ['an address for a transaction', '{"transaction_id":"../../tokens"}', 'application/json', 0],
    ['an object for a transaction', '{"transaction_id":{"$ne":null}}', 'application/json', 0],
    [
      'control characters',
      `{"status":"${'\\u0001'.repeat(300)}","note":"${'\\u0002'.repeat(300)}"}`,
      'text/json',
      0,
    ],
  ])('are harmless as %s, and cost at most the one read of a look', async (_, body, type, reads) => {
    const target = await openOrder(rig);
    const before = await everythingAbout(rig, target.id);
    const calls = rig.sandbox.calls().length;
    const answer = await fetch(target.notificationUrl, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    await rig.settle();
    expect(answer.status).toBe(200);
    expect(await everythingAbout(rig, target.id)).toEqual(before);
    expect(rig.sandbox.calls().slice(calls)).toHaveLength(reads);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

/** One of eight ways to guess, aimed at one of the targets, with one of the genuine transactions and a plausible body. */
function forgery(targets: readonly Target[], genuine: readonly string[], index: number): string {
  const target = targets[index % targets.length]!;
  const other = targets[(index + 1) % targets.length]!;
  const capability = target.notificationUrl.split('/').at(-1)!;
  const guesses = [
    noise(`${index}`),
    capability.slice(0, -1),
    `${capability}A`,
    capability.slice(0, -2) + noise(`${index}`).slice(0, 2).replace(capability.slice(-2), '__'),
    swapCase(capability),
    other.notificationUrl.split('/').at(-1)!,
    target.returnUrl.split('/').at(-1)!,
    '%00',
  ];
  const guess = guesses[Math.floor(index / targets.length) % guesses.length]!;
  const body = { transaction_id: genuine[index % genuine.length]!, status: STATUS_WORDS[index % 7]! };
  const path = `/notifications/${target.id}/${target.attempt.id}/${guess}`;
  return index % 2 === 0
    ? postRequest(path, 'application/json', JSON.stringify(body))
    : postRequest(path, 'application/x-www-form-urlencoded', new URLSearchParams(body).toString());
}

function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}
