import { DAY, HOUR, MINUTE, SECOND } from '../../src/kernel/clock';
import { metricsPageOf } from '../../src/server/metrics/metrics-page-of';
import type { MetricsPage } from '../../src/server/metrics/metrics-page';
import { changeOrder } from '../../src/orders/store/change-order';
import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import type { Order } from '../../src/orders/domain/order';
import { paths } from '../../src/kernel/paths';
import { changeRepeatPayment } from '../../src/repeat-payments/store/change-repeat-payment';
import { hear, lastSetup, started } from '../repeat-payments/support/started';
import { samplesIn, valueOf, type Sample } from '../support/metrics';
import { API_KEY, APP_SECRET, type Rig, startRig } from '../support/rig';
import {
  CHALLENGED,
  createOrder,
  filledCardForm,
  FRICTIONLESS,
  payByCard,
  post,
  visit,
} from '../support/shopper';

const SECRET = `whsec_${Buffer.from('canary-secret-of-the-webhook').toString('base64')}`;
const REQUESTS = 'checkout_http_request_duration_seconds_count';
const CALLS = 'checkout_blink_call_duration_seconds_count';
const MOVES = 'checkout_attempt_moves_total';
const NOTICES = 'checkout_notifications_total';
const WAITING = 'checkout_waiting';
const OLDEST = 'checkout_waiting_oldest_seconds';
const IN_REVIEW = 'checkout_orders_in_review';
const REPEAT_PAYMENTS_IN_REVIEW = 'checkout_repeat_payments_in_review';

/** Orders that cannot be read while it is told so: the dependency that these tests break. */
class BreakableStore extends MemoryOrderStore {
  isBroken = false;

  override find(orderId: string): Promise<Order | null> {
    return this.isBroken ? Promise.reject(new Error('canary')) : super.find(orderId);
  }

  override check(): Promise<void> {
    return this.isBroken ? Promise.reject(new Error('canary')) : super.check();
  }

  override standing(now: Date) {
    return this.isBroken ? Promise.reject(new Error('canary')) : super.standing(now);
  }
}

describe('metrics', () => {
  let rig: Rig;
  let page: MetricsPage;
  let orders: BreakableStore;
  beforeEach(async () => {
    orders = new BreakableStore();
    rig = await startRig({
      // Nobody listens there: a shop that takes no events.
      env: {
        METRICS_PORT: '0',
        MERCHANT_WEBHOOK_URL: 'http://127.0.0.1:9/',
        MERCHANT_WEBHOOK_SECRET: SECRET,
      },
      replace: () => ({ orders }),
    });
    page = pageOf(rig);
  });
  afterEach(() => rig.stop());

  function pageOf({ dependencies }: Rig): MetricsPage {
    const made = metricsPageOf(dependencies, null);
    if (!made) throw new Error('Nothing is counted');
    return made;
  }

  const read = async (name: string, labels?: Sample['labels']) => valueOf(await page.text(), name, labels);
  const addressFor = async (orderId: string): Promise<string> => {
    const attempt = (await orders.find(orderId))?.attempts[0];
    return rig.dependencies.payments.addresses.notificationUrl(orderId, attempt?.id ?? 'att_none');
  };
  const notify = (address: string) =>
    fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ transaction_id: 'BL-1' }),
    });

  it('count requests by route, method and status, and how long they took', async () => {
    const order = await createOrder(rig);
    await visit(order.checkout_url);
    await visit(order.checkout_url);
    await visit(`${rig.origin}/checkout/nobody`);
    await fetch(`${rig.origin}/wp-admin/canary`);
    const route = paths.checkout.pattern;
    expect(await read(REQUESTS, { method: 'GET', route, status: '200' })).toBe(2);
    expect(await read(REQUESTS, { method: 'GET', route, status: '404' })).toBe(1);
    expect(await read(REQUESTS, { method: 'GET', route: 'none', status: '404' })).toBe(1);
    expect(await read(REQUESTS, { method: 'POST', route: paths.apiOrders.pattern, status: '201' })).toBe(1);
    const seconds = 'checkout_http_request_duration_seconds_sum';
    expect(await read(seconds, { method: 'GET', route, status: '200' })).toBeGreaterThan(0);
  });

  it('count what nobody would ask for as other, whatever it is called', async () => {
    await fetch(`${rig.origin}/healthz`, { method: 'PROPFIND' });
    expect(await read(REQUESTS, { method: 'other', route: 'none' })).toBe(1);
  });

  it.each([
    ['2xx', null],
    ['5xx', { kind: 'status', status: 500, body: { message: 'Server Error' } }],
    ['4xx', { kind: 'status', status: 409 }],
    ['connection_lost', { kind: 'reset-after' }],
  ] as const)('count calls to Blink by resource and outcome: %s', async (outcome, fault) => {
    const order = await createOrder(rig);
    const { url, fields } = await filledCardForm(rig, order.checkout_url, CHALLENGED);
    if (fault) rig.sandbox.breakNext({ method: 'POST', path: '/creditcards' }, fault);
    await post(url, fields, rig.origin);
    expect(await read(CALLS, { resource: 'POST creditcards', outcome })).toBe(1);
    expect(await read(CALLS, { resource: 'POST tokens', outcome: '2xx' })).toBe(1);
  });

  it('count the moves of attempts, by state and way to pay, and name those that have not happened', async () => {
    expect(await read(MOVES, { payment_method: 'card', state: 'captured' })).toBe(0);
    const order = await createOrder(rig);
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
    for (const state of ['ready', 'charging', 'captured'])
      expect([state, await read(MOVES, { payment_method: 'card', state })]).toEqual([state, 1]);
    expect(await read(MOVES, { payment_method: 'card', state: 'declined' })).toBe(0);
    expect(await read(MOVES, { payment_method: 'direct_debit', state: 'captured' })).toBe(0);
  });

  describe('of notifications', () => {
    let address: string;
    beforeEach(async () => {
      rig.sandbox.notifications.withhold(true);
      address = await addressFor((await createOrder(rig)).id);
    });

    it('count those that were received, refused and worked off', async () => {
      expect((await notify(address)).status).toBe(200);
      expect((await notify(address.slice(0, -4))).status).toBe(404);
      await rig.settle();
      for (const [fate, count] of [
        ['received', 1],
        ['refused', 1],
        ['worked_off', 1],
        ['put_off', 0],
        ['given_up', 0],
        ['not_kept', 0],
      ] as const)
        expect([fate, await read(NOTICES, { fate })]).toEqual([fate, count]);
    });

    it('tell how many wait, and for how long the oldest has', async () => {
      expect(await read(WAITING, { work: 'notifications' })).toBe(0);
      expect(await read(OLDEST, { work: 'notifications' })).toBe(0);
      orders.isBroken = true;
      await notify(address);
      await rig.settle();
      rig.advance(4 * SECOND);
      orders.isBroken = false;
      expect(await read(WAITING, { work: 'notifications' })).toBe(1);
      expect(await read(OLDEST, { work: 'notifications' })).toBe(4);
      expect(await read(NOTICES, { fate: 'put_off' })).toBe(1);
      rig.advance(SECOND);
      await rig.settle();
      expect(await read(WAITING, { work: 'notifications' })).toBe(0);
      expect(await read(NOTICES, { fate: 'worked_off' })).toBe(1);
    });

    it('count one that is given up, and wait for it no longer', async () => {
      orders.isBroken = true;
      await notify(address);
      await rig.settle();
      for (let hours = 0; hours < 7 * 24; hours += 2) {
        rig.advance(2 * HOUR);
        await rig.settle();
      }
      orders.isBroken = false;
      expect(await read(NOTICES, { fate: 'given_up' })).toBe(1);
      expect(await read(WAITING, { work: 'notifications' })).toBe(0);
    });
  });

  describe('of repeat payments', () => {
    const BROKEN = { kind: 'status', status: 500 } as const;
    let id: string;
    let address: string;
    beforeEach(async () => {
      id = await started(rig);
      rig.sandbox.notifications.withhold(true);
      await hear(rig);
      const setupId = (await lastSetup(rig, id)).id;
      address = rig.dependencies.repeatPayments.addresses.notificationUrl(id, setupId);
    });

    it('count notifications that were received and refused', async () => {
      const received = (await read(NOTICES, { fate: 'received' })) ?? 0;
      expect(await read(NOTICES, { fate: 'refused' })).toBe(0);
      expect((await notify(address)).status).toBe(200);
      expect((await notify(address.slice(0, -4))).status).toBe(404);
      expect(await read(NOTICES, { fate: 'received' })).toBe(received + 1);
      expect(await read(NOTICES, { fate: 'refused' })).toBe(1);
    });

    it('tell how many were to be looked at, and since when, while Blink cannot be read', async () => {
      const work = 'repeat_payment_notifications';
      expect(await read(WAITING, { work })).toBe(0);
      for (let calls = 0; calls < 3; calls++)
        rig.sandbox.breakNext({ method: 'GET', path: '/repeat-payments/273' }, BROKEN);
      await notify(address);
      await rig.settle();
      rig.advance(4 * MINUTE);
      expect(await read(WAITING, { work })).toBe(1);
      expect(await read(OLDEST, { work })).toBe(240);
      await rig.sweep();
      expect(await read(WAITING, { work })).toBe(0);
    });

    it('tell what the sweep has not got to', async () => {
      const work = 'repeat_payment_sweep';
      expect(await read(WAITING, { work })).toBe(0);
      rig.advance(40 * DAY);
      expect(await read(WAITING, { work })).toBe(1);
      expect(await read(OLDEST, { work })).toBeGreaterThan(DAY / SECOND);
      await rig.sweep();
      expect(await read(WAITING, { work })).toBe(0);
    });

    it('tell how many a human should look at, by reason', async () => {
      const reason = 'schedule_missing';
      expect(await read(REPEAT_PAYMENTS_IN_REVIEW, { reason })).toBe(0);
      const { store } = rig.dependencies.repeatPayments;
      await changeRepeatPayment({ store, clock: rig.clock }, id, { by: 'system' }, () => [
        { type: 'review_flagged', reason },
      ]);
      expect(await read(REPEAT_PAYMENTS_IN_REVIEW, { reason })).toBe(1);
      expect(await read(REPEAT_PAYMENTS_IN_REVIEW, { reason: 'plan_differs' })).toBe(0);
      expect(await read(IN_REVIEW, { reason: 'outcome_unknown' })).toBe(0);
    });
  });

  it('tell how many events the shop has not taken, and since when', async () => {
    const order = await createOrder(rig);
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
    await rig.settle();
    rig.advance(SECOND);
    expect(await read(WAITING, { work: 'events' })).toBeGreaterThan(0);
    expect(await read(OLDEST, { work: 'events' })).toBe(1);
  });

  it('tell what the sweep has not got to', async () => {
    await createOrder(rig);
    expect(await read(WAITING, { work: 'sweep' })).toBe(0);
    rig.advance(DAY + MINUTE);
    expect(await read(WAITING, { work: 'sweep' })).toBe(1);
    expect(await read(OLDEST, { work: 'sweep' })).toBe(60);
    await rig.sweep();
    expect(await read(WAITING, { work: 'sweep' })).toBe(0);
  });

  it('tell how many orders a human should look at, by reason', async () => {
    const { id } = await createOrder(rig);
    expect(await read(IN_REVIEW, { reason: 'wrong_amount' })).toBe(0);
    await changeOrder({ orders, clock: rig.clock }, id, { by: 'system' }, () => [
      { type: 'review_flagged', reason: 'wrong_amount' },
    ]);
    expect(await read(IN_REVIEW, { reason: 'wrong_amount' })).toBe(1);
    expect(await read(IN_REVIEW, { reason: 'paid_twice' })).toBe(0);
  });

  it('measure the process and the delay of its event loop', async () => {
    const text = await page.text();
    for (const name of [
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
      'nodejs_eventloop_lag_p99_seconds',
    ])
      expect([name, valueOf(text, name)]).toEqual([name, expect.any(Number)]);
  });

  it('say whether payments can be taken, and whether a restart loses them', async () => {
    expect(await read('checkout_ready')).toBe(1);
    expect(await read('checkout_store_durable')).toBe(0);
  });

  it('leave out what cannot be read, say so, and show the rest', async () => {
    expect(await read('checkout_unread', { what: 'orders' })).toBe(0);
    orders.isBroken = true;
    const text = await page.text();
    expect(valueOf(text, 'checkout_unread', { what: 'orders' })).toBe(1);
    expect(valueOf(text, IN_REVIEW, { reason: 'wrong_amount' })).toBeUndefined();
    expect(valueOf(text, WAITING, { work: 'sweep' })).toBeUndefined();
    expect(valueOf(text, WAITING, { work: 'notifications' })).toBe(0);
    expect(valueOf(text, 'checkout_ready')).toBe(0);
    expect(text).not.toContain('canary');
    orders.isBroken = false;
    expect(await read(WAITING, { work: 'sweep' })).toBe(0);
  });

  it('ask once, however many want to know at the same time', async () => {
    const asked = jest.spyOn(orders, 'standing');
    const texts = await Promise.all([page.text(), page.text(), page.text()]);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(new Set(texts).size).toBe(1);
    await page.text();
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('hold no id, no key, no capability and nothing of a shopper, whatever was called', async () => {
    const order = await createOrder(rig, {
      reference: 'CANARY-REFERENCE',
      customer: { name: 'Canary Name', email: 'canary@example.com' },
    });
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
    await rig.settle();
    const address = await addressFor(order.id);
    await notify(address);
    await notify(address.slice(0, -4));
    await visit(`${rig.origin}/checkout/canary-token?canary-query=1`);
    await visit(`${rig.origin}/canary-path/${encodeURIComponent('"}\n')}`);
    await fetch(`${rig.origin}/checkout/%E0%A4%A`);
    await rig.api('GET', '/orders/ord_canary');
    await rig.api('GET', '/terminals/canary-device');
    await rig.settle();

    const text = await page.text();
    const written = await orders.find(order.id);
    const said = new Set(samplesIn(text).flatMap(({ labels }) => Object.values(labels)));
    const secrets = [
      ...[order.id, written?.token ?? '', address.split('/').at(-1) ?? ''],
      ...(written?.attempts ?? []).flatMap(({ id, nonce, transactionId, intent }) => [
        ...[id, nonce, transactionId ?? '', intent.reference],
      ]),
      ...[API_KEY, APP_SECRET, SECRET, 'sandbox-api-key', 'sandbox-secret-key', 'sandbox-pos-key'],
    ];
    expect(secrets.filter((secret) => secret === '' || text.includes(secret))).toEqual([]);
    expect(said).not.toContain(String(written?.attempts[0]?.intent.id));
    expect(text).not.toMatch(/canary|127\.0\.0\.1|BL-/i);
  });

  it('have labels of few values, all of them ours', async () => {
    const order = await createOrder(rig);
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
    await rig.api('GET', '/terminals');
    await rig.settle();
    const ours = samplesIn(await page.text()).filter(({ name }) => name.startsWith('checkout_'));
    const valuesOf = (label: string) => [
      ...new Set(ours.flatMap(({ labels }) => (labels[label] === undefined ? [] : [labels[label]]))),
    ];
    const patterns: readonly string[] = Object.values(paths).map(({ pattern }) => pattern);
    expect(valuesOf('route').length).toBeGreaterThan(2);
    expect(valuesOf('route').filter((route) => !patterns.includes(route))).toEqual([]);
    expect(valuesOf('resource').length).toBeGreaterThan(3);
    expect(
      valuesOf('resource').filter((what) => !/^(?:GET|POST|PATCH|DELETE) [a-z/{}]+$/.test(what)),
    ).toEqual([]);
    expect(valuesOf('limit').filter((limit) => !/^[a-z-]+$/.test(limit))).toEqual([]);
    expect([...new Set(ours.flatMap(({ labels }) => Object.keys(labels)))].sort()).toEqual([
      ...[
        'fate',
        'le',
        'limit',
        'method',
        'outcome',
        'payment_method',
        'reason',
        'resource',
        'route',
        'state',
        'status',
      ],
      ...['what', 'work'],
    ]);
  });
});

describe('without METRICS_PORT', () => {
  it('nothing is counted and there is no page', async () => {
    const rig = await startRig();
    expect(rig.dependencies.counting).toBeNull();
    expect(metricsPageOf(rig.dependencies, null)).toBeNull();
    expect((await fetch(`${rig.origin}/metrics`)).status).toBe(404);
    await rig.stop();
  });
});
