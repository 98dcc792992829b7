import { createCapabilities } from '../../src/payments/capabilities';
import { startRig, type Rig } from '../support/rig';
import { everythingAbout, notify, paidOrder, unheardOrder, type Target } from './scene';

interface Pair {
  readonly mine: Target;
  readonly other: Target;
}

const capabilityIn = (url: string): string => url.split('/').at(-1) ?? '';
const withCapability = (url: string, capability: string): string =>
  url.slice(0, url.lastIndexOf('/') + 1) + capability;

/** What somebody may try who has one genuine address and wants to open another door with it. */
const WRONG_KEYS: readonly (readonly [string, (pair: Pair) => string, (pair: Pair) => string])[] = [
  [
    'of the other door',
    ({ mine }) => withCapability(mine.notificationUrl, capabilityIn(mine.returnUrl)),
    ({ mine }) => withCapability(mine.returnUrl, capabilityIn(mine.notificationUrl)),
  ],
  [
    'of another order',
    ({ mine, other }) => withCapability(mine.notificationUrl, capabilityIn(other.notificationUrl)),
    ({ mine, other }) => withCapability(mine.returnUrl, capabilityIn(other.returnUrl)),
  ],
  [
    'of another attempt',
    ({ mine, other }) => mine.notificationUrl.replace(mine.attempt.id, other.attempt.id),
    ({ mine, other }) => mine.returnUrl.replace(mine.attempt.id, other.attempt.id),
  ],
  ['cut short', ({ mine }) => mine.notificationUrl.slice(0, -1), ({ mine }) => mine.returnUrl.slice(0, -1)],
  ['padded as base64', ({ mine }) => `${mine.notificationUrl}=`, ({ mine }) => `${mine.returnUrl}=`],
  [
    'with the same bytes in other letters',
    ({ mine }) => sameBytes(mine.notificationUrl),
    ({ mine }) => sameBytes(mine.returnUrl),
  ],
  [
    'with a slash in the order’s id moved to the attempt’s',
    ({ mine }) =>
      mine.notificationUrl.replace(`${mine.id}/${mine.attempt.id}`, `${mine.id}%2F${mine.attempt.id}/x`),
    ({ mine }) =>
      mine.returnUrl.replace(`${mine.id}/${mine.attempt.id}`, `${mine.id}%2F${mine.attempt.id}/x`),
  ],
  [
    'that is empty',
    ({ mine }) => withCapability(mine.notificationUrl, '%20'),
    ({ mine }) => withCapability(mine.returnUrl, '%20'),
  ],
];

describe('a capability', () => {
  let rig: Rig;
  let pair: Pair & { readonly mine: Target & { readonly transaction: { readonly id: string } } };
  beforeAll(async () => {
    rig = await startRig();
    pair = { mine: await unheardOrder(rig), other: await paidOrder(rig) };
    await rig.settle(); // Blink tells of the paid one
  });
  afterAll(() => rig.stop());

  it.each(WRONG_KEYS)(
    '%s opens neither the notification’s door nor the return’s',
    async (_, asNotification, asReturn) => {
      const before = await everythingAbout(rig, pair.mine.id);
      const calls = rig.sandbox.calls().length;
      const transaction_id = pair.mine.transaction.id;

      const notified = await notify(asNotification(pair), { transaction_id });
      const returned = await fetch(`${asReturn(pair)}?transaction_id=${transaction_id}`, {
        redirect: 'manual',
      });
      await rig.settle();

      expect([notified.status, returned.status]).toEqual([404, 404]);
      expect(rig.sandbox.calls()).toHaveLength(calls);
      expect(await everythingAbout(rig, pair.mine.id)).toEqual(before);
    },
  );

  it('that is wrong gets the same answer whether the order exists or not', async () => {
    const { mine } = pair;
    const answers = await Promise.all(
      [
        withCapability(mine.notificationUrl, 'A'.repeat(43)),
        withCapability(mine.notificationUrl, 'A'.repeat(43)).replace(mine.id, 'ord_of-nobody'),
      ].map((url) => notify(url, { transaction_id: 'BL-ABCDEFGHIJ' })),
    );
    const [one, other] = await Promise.all(answers.map(seenFromOutside));
    expect(one).toEqual(other);

    const pages = await Promise.all(
      [
        withCapability(mine.returnUrl, 'A'.repeat(43)),
        withCapability(mine.returnUrl, 'A'.repeat(43)).replace(mine.id, 'ord_of-nobody'),
      ].map((url) => fetch(url, { headers: { accept: 'text/html' } })),
    );
    const [onePage, otherPage] = await Promise.all(pages.map(seenFromOutside));
    expect(onePage).toEqual(otherPage);
  });

  it('of a return leads to the order’s page and shows nothing of the order itself', async () => {
    const answer = await fetch(pair.mine.returnUrl, { redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(new URL(pair.mine.checkout_url).pathname);
    expect(await answer.text()).not.toMatch(/10\.99|T-1/);
  });

  it('of a notification is on no page and in no answer that a shopper or the shop gets', async () => {
    const { mine } = pair;
    const addresses = [mine.checkout_url, `${mine.checkout_url}/bank`, mine.returnUrl];
    const pages = await Promise.all(addresses.map(async (url) => (await fetch(url)).text()));
    const seen = [...pages, JSON.stringify(await everythingAbout(rig, mine.id))];
    expect(seen.join('\n')).not.toContain(capabilityIn(mine.notificationUrl));
  });
});

/** By the clock, so only in the long run and on a quiet machine: `LONG=1`. */
if (process.env['LONG'] === '1') {
  describe('how long it takes to refuse', () => {
    const capabilities = createCapabilities(['a-secret-of-32-characters-or-more']);
    const right = capabilities.grant('notification', 'ord_1', 'att_1');
    const wrongAtTheEnd = right.slice(0, -1) + (right.endsWith('A') ? 'Q' : 'A');
    const wrongAtOnce = (right.startsWith('A') ? 'B' : 'A') + right.slice(1);

    it.each([
      ['the first letter and the last', wrongAtOnce, wrongAtTheEnd],
      ['nothing and the last letter', right, wrongAtTheEnd],
    ])('a capability does not tell whether %s of it was wrong', (_, one, other) => {
      const check = (presented: string) =>
        capabilities.isGranted('notification', 'ord_1', 'att_1', presented);
      const runs = [1, 2, 3].map(() => welch(...timesOf(check, plain(one), plain(other))));
      expect(Math.min(...runs.map(Math.abs))).toBeLessThan(4.5);
    });
  });
}

/** Nanoseconds of 20,000 runs each, taken in turns, without the slowest tenth, which is the machine's. */
function timesOf(
  work: (text: string) => unknown,
  ...texts: readonly [string, string]
): [readonly number[], readonly number[]] {
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < 42_000; run += 1) {
    const which = Math.random() < 0.5 ? 0 : 1;
    const start = process.hrtime.bigint();
    work(texts[which]);
    if (run >= 2_000) times[which].push(Number(process.hrtime.bigint() - start)); // by then it is compiled
  }
  const [one, other] = times.map((each) => each.sort((a, b) => a - b).slice(0, each.length * 0.9));
  return [one ?? [], other ?? []];
}

/** Texts that were put together are kept in another way, which takes another time to read. */
function plain(text: string): string {
  return Buffer.from(text).toString();
}

/** Welch's t: beyond 4.5 two samples are hardly of the same thing. */
function welch(one: readonly number[], other: readonly number[]): number {
  const mean = (sample: readonly number[]) => sample.reduce((sum, each) => sum + each, 0) / sample.length;
  const spread = (sample: readonly number[]) => {
    const middle = mean(sample);
    return sample.reduce((sum, each) => sum + (each - middle) ** 2, 0) / (sample.length - 1) / sample.length;
  };
  return (mean(one) - mean(other)) / Math.sqrt(spread(one) + spread(other));
}

/** The last letter of 43 stands for four bits: three others decode to the same bytes. */
function sameBytes(url: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(url.at(-1) ?? '');
  return url.slice(0, -1) + (alphabet[last ^ 1] ?? '');
}

/** All but what differs between any two answers: the request's id and the time. */
async function seenFromOutside(answer: Response) {
  const { 'x-request-id': requestId = '', ...headers } = Object.fromEntries(answer.headers);
  delete headers['date'];
  const nonce = /'nonce-([\w-]+)'/.exec(headers['content-security-policy'] ?? '')?.[1] ?? 'no nonce';
  const text = (value: string) => value.replaceAll(requestId, 'ID').replaceAll(nonce, 'NONCE');
  return { status: answer.status, headers: text(JSON.stringify(headers)), body: text(await answer.text()) };
}
