import { Webhook } from 'standardwebhooks';
import { HOUR, MINUTE, SECOND } from '../../src/kernel/clock';
import { cancel, paidOrder, refund } from '../support/paid';
import { startRig, type Rig } from '../support/rig';
import { createOrder } from '../support/shopper';
import { startShop, status, type Heard, type ShopServer } from './shop-server';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
/** What the schedule may add. */
const JITTER = 1.1;

let shop: ShopServer;
let rig: Rig;
const start = async (secrets = SECRET) => {
  shop = await startShop();
  rig = await startRig({ env: { MERCHANT_WEBHOOK_URL: shop.url, MERCHANT_WEBHOOK_SECRET: secrets } });
};
afterEach(async () => {
  await rig.stop();
  await shop.stop();
});

const heardTypes = () => shop.heard.map(({ event }) => event.type.replace('order.', ''));
const linesSaying = (text: string) => rig.log.lines().filter(({ msg }) => String(msg).includes(text));

/** One order with one event: `order.cancelled`. */
async function cancelled(): Promise<string> {
  const { id } = await createOrder(rig);
  await cancel(rig, id);
  await rig.settle();
  return id;
}

/** As the shop verifies, at the time that it is here. */
function verified({ body, headers }: Heard, secret: string): unknown {
  const now = jest.spyOn(Date, 'now').mockReturnValue(rig.clock.now().getTime());
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>);
  } finally {
    now.mockRestore();
  }
}

describe('events to the shop', () => {
  it('are each delivered once, signed, and just as the API shows them', async () => {
    await start();
    const { id } = await paidOrder(rig);
    await refund(rig, id);
    await rig.settle();

    expect(heardTypes().sort()).toEqual(['paid', 'processing', 'refunded']);
    const { data } = (await rig.api('GET', `/orders/${id}/events`)).body;
    const bySequence = [...shop.heard].sort((one, other) => one.event.sequence - other.event.sequence);
    expect(bySequence.map(({ event }) => event)).toEqual(data);
    for (const heard of shop.heard) {
      expect(verified(heard, SECRET)).toEqual(heard.event);
      expect(heard.headers['webhook-id']).toBe(heard.event.id);
      expect(heard.headers['content-type']).toBe('application/json');
      expect(() => verified({ ...heard, body: heard.body.replace('1099', '1') }, SECRET)).toThrow();
      expect(() => verified(heard, OLD_SECRET)).toThrow();
    }
  });

  it('carry sequence numbers that grow with what happened, whichever arrives first', async () => {
    await start();
    const { id } = await paidOrder(rig);
    await refund(rig, id);
    await rig.settle();
    const sequences = ['processing', 'paid', 'refunded'].map(
      (type) => shop.heard.find(({ event }) => event.type === `order.${type}`)?.event.sequence,
    );
    expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
    expect(new Set(sequences).size).toBe(3);
  });

  it('are signed with both secrets while one replaces the other', async () => {
    await start(`${SECRET},${OLD_SECRET}`);
    await cancelled();
    const [heard] = shop.heard as [Heard];
    expect(String(heard.headers['webhook-signature']).split(' ')).toHaveLength(2);
    for (const secret of [SECRET, OLD_SECRET]) expect(verified(heard, secret)).toEqual(heard.event);
  });

  it('are tried again for three days, later and later, then given up', async () => {
    await start();
    shop.answer(status(500));
    await cancelled();
    const waits = [
      ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE],
      ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR),
    ];
    for (const [index, wait] of waits.entries()) {
      expect(shop.heard).toHaveLength(index + 1);
      await passes(wait - 10);
      expect(shop.heard).toHaveLength(index + 1);
      await passes(wait * (JITTER - 1) + 10);
    }
    expect(shop.heard).toHaveLength(10);
    expect(linesSaying('is not tried again')).toMatchObject([{ level: 'error', tries: 10, status: 500 }]);
    await passes(100 * HOUR);
    expect(shop.heard).toHaveLength(10);
    expect(new Set(shop.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('are not tried again once they have arrived', async () => {
    await start();
    shop.answer(status(503));
    await cancelled();
    shop.answer(status(200, {}, 'thank you'));
    await passes(5 * SECOND * JITTER);
    await passes(100 * HOUR);
    expect(shop.heard).toHaveLength(2);
    const [first, second] = shop.heard as [Heard, Heard];
    expect(second.body).toBe(first.body);
    expect(Number(second.headers['webhook-timestamp'])).toBeGreaterThan(
      Number(first.headers['webhook-timestamp']),
    );
  });

  it('are not tried again when the shop answers that they are gone, and the log says so', async () => {
    await start();
    shop.answer(status(410));
    await cancelled();
    await passes(100 * HOUR);
    expect(shop.heard).toHaveLength(1);
    expect(linesSaying('wants no more of an event')).toMatchObject([{ level: 'warn', status: 410 }]);
  });

  it('follow no redirect: it is a failure like any other', async () => {
    await start();
    for (const code of [301, 302, 307, 308]) {
      shop.answer(status(code, { location: '/elsewhere' }));
      await cancelled();
    }
    expect(shop.heard.map(({ url }) => url)).toEqual(['/hooks', '/hooks', '/hooks', '/hooks']);
    expect(linesSaying('is tried again')).toHaveLength(4);
  });

  it('wait 15 seconds for an answer, no longer', async () => {
    await start();
    let closed: () => void = () => undefined;
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    shop.answer((response) => void response.on('close', closed));
    const { id } = await createOrder(rig);
    await cancel(rig, id);
    await shop.hears(1);
    rig.advance(15 * SECOND - 1);
    expect(linesSaying('is tried again')).toEqual([]);
    rig.advance(1);
    await isClosed;
    await rig.settle();
    expect(linesSaying('is tried again')).toMatchObject([{ reason: 'timeout', tries: 1 }]);
  });

  it('do not wait for each other: one that gets no answer holds back no other', async () => {
    await start();
    shop.answer((response, { event }) => {
      if (event.data.reference !== 'SLOW') response.writeHead(204).end();
    });
    const slow = await createOrder(rig, { reference: 'SLOW' });
    await cancel(rig, slow.id);
    await shop.hears(1);
    const next = await createOrder(rig, { reference: 'NEXT' });
    await cancel(rig, next.id);
    await shop.hears(2);
    expect(shop.heard[1]?.event.order_id).toBe(next.id);
    rig.advance(15 * SECOND);
    await rig.settle();
  });

  it('keep the answer out of the log, and take no more of it than its status', async () => {
    await start();
    shop.answer((response) => {
      response.writeHead(200, { 'x-canary': 'canary-header' });
      for (let count = 0; count < 64; count++) response.write('canary-body'.repeat(10_000));
    });
    await cancelled();
    expect(linesSaying('was delivered')).toHaveLength(1);
    expect(rig.log.text()).not.toContain('canary');
  });

  it('never hold up a payment: with nobody at the other end the order is paid all the same', async () => {
    await start();
    await shop.stop();
    const { id } = await paidOrder(rig);
    expect((await rig.api('GET', `/orders/${id}`)).body.status).toBe('paid');
    expect(linesSaying('is tried again')).toMatchObject([
      { reason: 'connection_failed' },
      { reason: 'connection_failed' },
    ]);
    shop = await startShop();
  });

  it('are not sent any more once the process is stopping', async () => {
    await start();
    shop.answer(status(500));
    await cancelled();
    await rig.dependencies.merchantEvents?.stop();
    await passes(100 * HOUR);
    expect(shop.heard).toHaveLength(1);
  });
});

describe('delivering again', () => {
  beforeEach(() => start());

  it('sends one event as it was, whether it had arrived or not', async () => {
    await cancelled();
    const [first] = shop.heard as [Heard];
    rig.advance(HOUR);
    const answer = await rig.api('POST', `/events/${first.event.id}/redeliver`);
    expect([answer.status, answer.body]).toEqual([200, first.event]);
    await rig.settle();
    expect(shop.heard.map(({ body }) => body)).toEqual([first.body, first.body]);
    expect(verified(shop.heard[1] as Heard, SECRET)).toEqual(first.event);
  });

  it('begins the schedule anew for one that waits', async () => {
    shop.answer(status(500));
    await cancelled();
    await passes(5 * SECOND * JITTER);
    const id = shop.heard[0]?.event.id as string;
    await rig.api('POST', `/events/${id}/redeliver`);
    await rig.settle();
    expect(shop.heard).toHaveLength(3);
    await passes(5 * SECOND * JITTER);
    expect(shop.heard).toHaveLength(4);
    await passes(4 * MINUTE);
    expect(shop.heard).toHaveLength(4);
  });

  it('sends all events of a span of time, the first moment included and the last not', async () => {
    const from = rig.clock.now();
    const one = await cancelled();
    rig.advance(MINUTE);
    const two = await cancelled();
    rig.advance(MINUTE);
    const to = rig.clock.now();
    await cancelled();
    const answer = await rig.api('POST', '/events/redeliver', { from, to });
    expect([answer.status, answer.body]).toEqual([200, { count: 2 }]);
    await rig.settle();
    expect(
      shop.heard
        .slice(3)
        .map(({ event }) => event.order_id)
        .sort(),
    ).toEqual([one, two].sort());
  });

  it.each([
    [{ from: 'yesterday', to: '2026-11-20T10:00:00Z' }, 'from'],
    [{ from: '2026-11-20T10:00:00Z' }, 'to'],
    [{ from: '2026-11-20T10:00:00Z', to: '2026-11-20T11:00:00Z', type: 'order.paid' }, 'type'],
  ])('refuses %j and names the field', async (body, field) => {
    const answer = await rig.api('POST', '/events/redeliver', body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
  });

  it('refuses a span with more events than it sends at once, and sends none of them', async () => {
    const { orders } = rig.dependencies.payments;
    await cancelled();
    const [event] = (await orders.feed(null, 1)).items;
    Object.assign(orders, { eventsBetween: () => Promise.resolve(Array(1_001).fill(event)) });
    const body = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
    const answer = await rig.api('POST', '/events/redeliver', body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, 'to']);
    await rig.settle();
    expect(shop.heard).toHaveLength(1);
  });
});

/** What looks in the middle of a leap sees the end of it a moment later. */
async function passes(milliseconds: number): Promise<void> {
  rig.advance(milliseconds);
  await rig.settle();
  rig.advance(1);
  await rig.settle();
}
