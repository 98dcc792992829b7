import { metricsPageOf } from '../../src/server/metrics/metrics-page-of';
import type { MetricsPage } from '../../src/server/metrics/metrics-page';
import { valueOf } from '../support/metrics';
import { type Rig, startRig } from '../support/rig';
import { senderAt } from '../support/sender';
import { createOrder } from '../support/shopper';

let rig: Rig;
let metrics: MetricsPage | null;
async function start(env: Readonly<Record<string, string>>): Promise<void> {
  rig = await startRig({ env: { METRICS_PORT: '0', TRUST_PROXY: '1', ...env } });
  metrics = metricsPageOf(rig.dependencies, null);
}
afterEach(() => rig.stop());

const warned = (text: string) => rig.log.text().split(text).length - 1;
const counted = async (limit: string, outcome: string) =>
  valueOf((await metrics?.text()) ?? '', 'checkout_beyond_limit_total', {
    limit,
    outcome,
  });

describe('somebody who tries cards', () => {
  it('tries none on an order that does not exist: an office is not locked out by that', async () => {
    await start({ CARD_ATTEMPTS_PER_HOUR: '3' });
    const office = senderAt('203.0.113.7', rig);
    for (let count = 0; count < 20; count += 1) {
      expect((await office.post(`${rig.origin}/checkout/no-such-order-${count}/card`)).status).toBe(404);
      expect((await office.post(`${rig.origin}/repeat-payments/none-${count}/card`)).status).toBe(404);
      expect((await office.post(`${rig.origin}/repeat-payments/none-${count}/new-card`)).status).toBe(404);
    }
    const order = await createOrder(rig);
    expect((await office.pay(order.checkout_url))?.status).toBe(303);
    expect((await rig.api('GET', `/orders/${order.id}`)).body.status).toBe('paid');
  });

  it('is one sender, however the proxy writes the address', async () => {
    await start({ CARD_ATTEMPTS_PER_HOUR: '3' });
    const { checkout_url } = await createOrder(rig);
    const spellings = ['203.0.113.7:1', '203.0.113.7:2', '[::ffff:203.0.113.7]:3', '::ffff:cb00:7107'];
    const statuses: number[] = [];
    for (const address of spellings)
      statuses.push((await senderAt(address, rig).post(`${checkout_url}/card`)).status);
    expect(statuses).toEqual([422, 422, 422, 429]);
    expect(warned('somebody is turned away by a limit')).toBe(1);
    expect(await counted('card-attempts', 'refused')).toBe(1);
  });

  it('is said once for each kind of limit, however often it happens, and counted each time', async () => {
    await start({ CARD_ATTEMPTS_PER_HOUR: '1' });
    const { checkout_url } = await createOrder(rig);
    for (let count = 0; count < 9; count += 1)
      await senderAt('203.0.113.7', rig).post(`${checkout_url}/card`);
    expect(warned('somebody is turned away by a limit')).toBe(1);
    expect(await counted('card-attempts', 'refused')).toBe(8);
    expect(rig.log.text()).not.toContain('203.0.113.7');
  });

  it('from many addresses of one network is an alert, and nobody is refused', async () => {
    await start({ CARD_ATTEMPTS_PER_HOUR: '2' });
    const { checkout_url } = await createOrder(rig);
    for (let count = 0; count < 12; count += 1) {
      const { status } = await senderAt(`2001:db8:7:${count}::1`, rig).post(`${checkout_url}/card`);
      expect(status).toBe(422);
    }
    expect(await counted('card-attempts-of-network', 'alerted')).toBe(2);
    expect(await counted('card-attempts-of-shop', 'alerted')).toBe(0);
    expect(warned('more is tried than is usual: nobody is refused')).toBe(1);
    expect(rig.log.text()).not.toContain('2001:db8');
  });

  it('from all over the world is an alert about the whole shop, and nobody is refused', async () => {
    await start({ CARD_ATTEMPTS_PER_HOUR: '1' });
    const { checkout_url } = await createOrder(rig);
    for (let count = 0; count < 52; count += 1) {
      const { status } = await senderAt(`198.51.${count}.1`, rig).post(`${checkout_url}/card`);
      expect(status).toBe(422);
    }
    expect(await counted('card-attempts-of-shop', 'alerted')).toBe(2);
    expect(await counted('card-attempts-of-network', 'alerted')).toBe(0);
  });
});

describe('a proxy that TRUST_PROXY does not count', () => {
  beforeEach(() => start({ TRUST_PROXY: '0', CARD_ATTEMPTS_PER_HOUR: '1' }));

  it('turns nobody away for what another did, and that is said and counted', async () => {
    for (let count = 0; count < 12; count += 1) {
      const order = await createOrder(rig);
      await senderAt(`203.0.113.${count}`, rig).pay(order.checkout_url);
      expect((await rig.api('GET', `/orders/${order.id}`)).body.status).toBe('paid');
    }
    expect(warned('X-Forwarded-For came from where it is not trusted')).toBe(1);
    expect(warned('a limit is passed by everybody behind a proxy')).toBe(2);
    expect(await counted('card-attempts', 'let_through')).toBe(11);
    expect(await counted('openings-of-address', 'let_through')).toBe(9);
    expect(await counted('card-attempts', 'refused')).toBe(0);
  });

  it('does not lift what holds for each order', async () => {
    const { id, checkout_url } = await createOrder(rig);
    rig.sandbox.breakNext(
      { method: 'POST', path: '/intents', times: 300 },
      { kind: 'status', status: 201, body: {} },
    );
    const statuses: number[] = [];
    for (let count = 0; count < 13; count += 1)
      statuses.push((await senderAt(`203.0.113.${count}`, rig).get(checkout_url)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await rig.api('GET', `/orders/${id}`)).body.status).toBe('open');
  });
});

describe('what a proxy says of an address', () => {
  it.each([
    '203.0.113.7:51234',
    '[2001:db8::7]:51234',
    '2001:db8::7',
    '[2001:db8::7]',
    '::ffff:203.0.113.7',
    'fe80::7%eth0',
    'unknown',
    '_hidden',
    '"203.0.113.7"',
    ',',
    '203.0.113.7, ',
    'x'.repeat(500),
  ])('never stops a payment: %s', async (address) => {
    await start({});
    const order = await createOrder(rig);
    await senderAt(address, rig).pay(order.checkout_url);
    await rig.settle();
    expect((await rig.api('GET', `/orders/${order.id}`)).body.status).toBe('paid');
  });
});
