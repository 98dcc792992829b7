import { connect, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { SECOND } from '../../src/kernel/clock';
import {
  everythingAbout,
  openOrder,
  orderNow,
  paidOrder,
  type Target,
  transactionOf,
  unheardOrder,
} from '../attacks/scene';
import { type Rig, startRig } from '../support/rig';
import { until } from '../support/until';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const NOBODY_NAMED = 'a genuine notification names no transaction, and none is known of its payment';

const named = (id: string) => JSON.stringify({ transaction_id: id, status: 'Captured' });

describe('a notification with a valid capability', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const send = (target: Target, body: BodyInit, headers: Readonly<Record<string, string>>) =>
    fetch(target.notificationUrl, { method: 'POST', headers, body });
  const reads = () => rig.sandbox.calls({ method: 'GET', path: '/transactions/' });
  const linesOf = (sentence: string) => rig.log.text().split(sentence).length - 1;

  it.each<[string, Readonly<Record<string, string>>, (id: string) => BodyInit]>([
    ['text', { 'content-type': 'text/plain' }, named],
    ['JSON of an unknown charset', { 'content-type': `${JSON_TYPE}; charset=utf8` }, named],
    ['JSON of another charset', { 'content-type': `${JSON_TYPE}; charset=windows-1252` }, named],
    ['UTF-16', { 'content-type': `${JSON_TYPE}; charset=utf-16` }, (id) => Buffer.from(named(id), 'utf16le')],
    ['JSON that is called a form', { 'content-type': FORM_TYPE }, named],
    ['a form that is called JSON', { 'content-type': JSON_TYPE }, (id) => `transaction_id=${id}&status=x`],
    ['a type that is none', { 'content-type': ';;;' }, named],
    ['bytes', { 'content-type': 'application/octet-stream' }, named],
    ['XML', { 'content-type': 'text/xml' }, (id) => `<n><transaction_id>${id}</transaction_id></n>`],
    ['JSON in a field', { 'content-type': FORM_TYPE }, (id) => `data=${encodeURIComponent(named(id))}`],
    ['JSON as text in JSON', { 'content-type': JSON_TYPE }, (id) => JSON.stringify({ body: named(id) })],
    [
      'a deep one',
      { 'content-type': JSON_TYPE },
      (id) => `${'{"a":'.repeat(20)}${named(id)}${'}'.repeat(20)}`,
    ],
    ['one that is cut off', { 'content-type': JSON_TYPE }, (id) => named(id).slice(0, -3)],
    ['a prototype', { 'content-type': JSON_TYPE }, (id) => `{"__proto__":${named(id)}}`],
    ['more than is read', { 'content-type': JSON_TYPE }, (id) => named(id) + 'x'.repeat(100_000)],
    [
      'one whose words name a number first',
      { 'content-type': JSON_TYPE },
      (id) => JSON.stringify({ message: 'Transaction ID 42 was captured', reference: id }),
    ],
    [
      'an id inside its name',
      { 'content-type': JSON_TYPE },
      (id) => JSON.stringify({ transaction_id: { v1: id } }),
    ],
    [
      'a part with headers of its own',
      { 'content-type': 'multipart/form-data; boundary=X' },
      (id) =>
        `--X\r\nContent-Disposition: form-data; name="transaction_id"\r\nX-Part: 1\r\n\r\n${id}\r\n--X--\r\n`,
    ],
    [
      'the same name twice',
      { 'content-type': JSON_TYPE },
      (id) => `{"transaction_id":"${id}","transaction_id":7}`,
    ],
  ])('is answered and looked into as %s', async (_, headers, body) => {
    const target = await unheardOrder(rig);
    const answer = await send(target, body(target.transaction.id), headers);
    await rig.settle();
    rig.advance(5 * SECOND);
    await rig.settle();
    expect(answer.status).toBe(200);
    expect(await orderNow(rig, target.id)).toMatchObject({ status: 'paid', amount_captured: 1099 });
  });

  it.each([
    ['gzip', (text: string) => gzipSync(text)],
    ['br', (text: string) => brotliCompressSync(text)],
  ])('is not unpacked when it is %s, and looked into all the same', async (encoding, packed) => {
    const target = await paidOrder(rig);
    await rig.settle();
    rig.advance(6 * SECOND);
    const before = reads().length;
    const headers = { 'content-type': JSON_TYPE, 'content-encoding': encoding };
    const answer = await send(target, packed(named('BL-SOMEBODYS1')), headers);
    await rig.settle();
    expect(answer.status).toBe(200);
    expect(
      reads()
        .slice(before)
        .map(({ path }) => path),
    ).toEqual([expect.stringContaining(transactionOf(rig, target).id)]);
  });

  it.each(['{}', '', '[]', 'null', '{"transaction_id":null}', 'hello', '{"status":"Captured"}'])(
    'that names nothing reads what is known of this attempt, and of no other: %j',
    async (body) => {
      const target = await paidOrder(rig);
      const other = await paidOrder(rig);
      await rig.settle();
      rig.advance(6 * SECOND);
      const before = reads().length;
      expect((await send(target, body, { 'content-type': JSON_TYPE })).status).toBe(200);
      await rig.settle();
      const read = reads()
        .slice(before)
        .map(({ path }) => path);
      expect(read).toEqual([expect.stringContaining(transactionOf(rig, target).id)]);
      expect(read.join()).not.toContain(transactionOf(rig, other).id);
      expect(linesOf(NOBODY_NAMED)).toBe(0);
    },
  );

  it('that names nothing, of a payment whose transaction nobody has named, is an alert', async () => {
    const target = await unheardOrder(rig);
    expect((await send(target, '{}', { 'content-type': JSON_TYPE })).status).toBe(200);
    await rig.settle();
    expect(linesOf(NOBODY_NAMED)).toBe(1);
    expect(rig.log.text()).toContain(target.attempt.id);
  });

  it('that names somebody else’s transaction has this attempt’s own read after it, at the pace of all looks', async () => {
    const target = await paidOrder(rig);
    await rig.settle();
    rig.advance(6 * SECOND);
    const own = transactionOf(rig, target).id;
    const before = reads().length;
    await send(target, named('BL-CHILD00001'), { 'content-type': JSON_TYPE });
    await rig.settle();
    expect(reads().slice(before)).toHaveLength(1);
    rig.advance(5 * SECOND);
    await rig.settle();
    expect(
      reads()
        .slice(before)
        .map(({ path }) => path),
    ).toEqual([expect.stringContaining('BL-CHILD00001'), expect.stringContaining(own)]);
  });

  it('is read from its address when its body names nothing', async () => {
    const target = await unheardOrder(rig);
    const address = `${target.notificationUrl}?transaction_id=${target.transaction.id}`;
    expect((await fetch(address, { method: 'POST' })).status).toBe(200);
    await rig.settle();
    expect(await orderNow(rig, target.id)).toMatchObject({ status: 'paid' });
  });

  it.each(['stops in the middle', 'goes away in the middle'])(
    'is looked into when its sender %s',
    async (how) => {
      const target = await unheardOrder(rig);
      const sender = await halfSent(target, named(target.transaction.id));
      if (how === 'goes away in the middle') sender.destroy();
      await until(async () => {
        if (how === 'stops in the middle') rig.advance(5 * SECOND);
        await rig.settle();
        return (await orderNow(rig, target.id)).status === 'paid';
      }, 'the payment to be found');
      if (how === 'stops in the middle') {
        await until(() => sender.answer().startsWith('HTTP/1.1 200'), 'the answer');
      }
      sender.destroy();
    },
  );

  it('is nothing by any other method', async () => {
    const target = await openOrder(rig);
    const before = await everythingAbout(rig, target.id);
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])
      expect((await fetch(target.notificationUrl, { method })).status).toBe(404);
    await rig.settle();
    expect(await everythingAbout(rig, target.id)).toEqual(before);
    expect(linesOf(NOBODY_NAMED)).toBe(0);
  });
});

describe('a notification with a wrong capability', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig()));
  afterAll(() => rig.stop());

  it('is the same 404 whatever its body is, of which nothing is read', async () => {
    const target = await openOrder(rig);
    const url = `${target.notificationUrl.slice(0, -2)}AA`;
    const answers = [];
    for (const [type, body] of [
      [JSON_TYPE, '{}'],
      ['text/plain', 'BL-1'],
      [JSON_TYPE, 'x'.repeat(100_000)],
    ] as const) {
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
      answers.push(`${answer.status} ${(await answer.text()).replace(/urn:uuid:[\w-]+/, '')}`);
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^404 /);
    const sender = await halfSent({ notificationUrl: url }, '{');
    await until(() => sender.answer().startsWith('HTTP/1.1 404'), 'an answer before the body is there');
    sender.destroy();
  });
});

/** A POST that announces more than it sends. */
async function halfSent(
  { notificationUrl }: Pick<Target, 'notificationUrl'>,
  body: string,
): Promise<Socket & { answer(): string }> {
  const { hostname, port, pathname, host } = new URL(notificationUrl);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.on('data', (chunk) => (received += String(chunk))).on('error', () => undefined);
  await new Promise((sent) =>
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: ${JSON_TYPE}\r\ncontent-length: 5000\r\n\r\n${body}`,
      sent,
    ),
  );
  return Object.assign(socket, { answer: () => received });
}
