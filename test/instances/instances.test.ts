import { randomUUID } from 'node:crypto';
import { MINUTE, SECOND } from '../../src/kernel/clock';
import { IDEMPOTENT_TRY_LOST_AFTER_MS } from '../../src/api/idempotency/store';
import type { Order } from '../../src/orders/domain/order';
import { statusOf } from '../../src/orders/domain/status';
import { expectGoodBooks } from '../crash/books';
import { Fleet, type Instance } from '../support/processes/fleet';
import { describeOnPostgres } from '../support/postgres';
import { callApi } from '../support/rig';
import {
  answerBank,
  CHALLENGED,
  createOrder,
  filledCardForm,
  FRICTIONLESS,
  goToBank,
  payAtBankAndLeave,
  payByCard,
  post,
  visit,
  type CreatedOrder,
} from '../support/shopper';
import { until } from '../support/until';

const TIMES = 50;

/** So many times at each of them, all at once. */
function atEach<Result>(
  instances: readonly Instance[],
  times: number,
  act: (instance: Instance, number: number) => Promise<Result>,
): Promise<Result[]> {
  return Promise.all(
    Array.from({ length: times }, (_, number) => instances.map((each) => act(each, number))).flat(),
  );
}

describeOnPostgres('processes behind one address', () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.open();
    await Promise.all(Array.from({ length: 4 }, () => fleet.start()));
  });
  beforeEach(async () => {
    await fleet.place.empty();
    await fleet.blink.set({ notifications: { withhold: true } });
    while (fleet.running.length < 4) await fleet.start();
  });
  afterAll(() => fleet.close());

  const calls = async (method: string, path: string) => (await fleet.blink.calls(method, path)).length;
  async function orderNow({ id }: CreatedOrder): Promise<Order> {
    const order = await fleet.store.find(id);
    if (!order) throw new Error(`Order ${id} is lost`);
    return order;
  }

  /** Taken at the bank, and nobody has come back. */
  async function takenAtBank(): Promise<CreatedOrder> {
    const order = await createOrder(fleet);
    await payAtBankAndLeave(fleet, order.checkout_url);
    return order;
  }

  it.each([2, 4])(
    '%i of them are told the same 50 times each at once: one transition, one event, and few questions',
    async (count) => {
      const order = await takenAtBank();
      const [notice] = (await fleet.blink.notifications()).filter(({ to }) => to.includes(order.id));
      const path = new URL(notice?.to ?? '').pathname;
      const answers = await atEach(fleet.running.slice(0, count), TIMES, ({ origin }) =>
        fetch(origin + path, {
          method: 'POST',
          headers: { 'content-type': notice?.contentType ?? '' },
          body: notice?.body ?? '',
        }),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      await fleet.settle();
      const history = await fleet.store.history(order.id);
      expect(history.filter(({ change }) => change.type === 'money_captured')).toHaveLength(1);
      const events = await fleet.store.events(order.id);
      expect(events.filter(({ type }) => type === 'order.paid')).toHaveLength(1);
      const heard = fleet.shop.heard.filter(({ event }) => event.order_id === order.id);
      expect(heard.map(({ event }) => event.type)).toEqual(['order.processing', 'order.paid']);
      expect(await calls('GET', `/transactions/${String(notice?.transactionId)}`)).toBeLessThanOrEqual(3);
      await expectGoodBooks(fleet, [order.id]);
    },
  );

  it('make one charge of one shopper’s form that reaches all of them, ten times each', async () => {
    const order = await createOrder(fleet);
    const { url, fields } = await filledCardForm(fleet, order.checkout_url, FRICTIONLESS);
    const before = await calls('POST', '/creditcards');
    const answers = await atEach(fleet.running, 10, ({ origin }) =>
      post(origin + new URL(url).pathname, fields, fleet.origin),
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect((await calls('POST', '/creditcards')) - before).toBe(1);
    expect(statusOf(await orderNow(order))).toBe('paid');
    await expectGoodBooks(fleet, [order.id]);
  });

  it('open one attempt for a checkout that is opened at all of them at once', async () => {
    const order = await createOrder(fleet);
    const path = new URL(order.checkout_url).pathname;
    const pages = await atEach(fleet.running, 3, ({ origin }) => visit(origin + path));
    expect(pages.map(({ status }) => status)).toEqual(pages.map(() => 200));
    expect((await orderNow(order)).attempts.filter(({ status }) => status === 'ready')).toHaveLength(1);
  });

  it('make one order of one Idempotency-Key, whoever is asked, and all give the same answer', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = { reference: 'I-1', amount: 1_099, currency: 'GBP' };
    const answers = await atEach(fleet.running, 5, ({ origin }) =>
      callApi(origin, 'POST', '/orders', body, headers),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await fleet.place.sql('SELECT count(*)::int AS count FROM orders')).toEqual([{ count: 1 }]);
  });

  it('make one order also when the first that was asked has written it and died before it answered', async () => {
    const [first, other] = fleet.running;
    if (!first || !other) throw new Error('Two processes are needed');
    const headers = { 'idempotency-key': randomUUID() };
    const asks = ({ origin }: Instance) =>
      callApi(origin, 'POST', '/orders', { reference: 'I-2', amount: 1_099, currency: 'GBP' }, headers);
    await first.diesAt({ when: 'after', call: 'create_order' });
    await expect(asks(first)).rejects.toThrow();
    await first.server.exit;
    await fleet.advance(IDEMPOTENT_TRY_LOST_AFTER_MS + SECOND);
    expect((await asks(other)).status).toBe(201);
    expect(await fleet.place.sql('SELECT count(*)::int AS count FROM orders')).toEqual([{ count: 1 }]);
  });

  it('give back once what is asked back at all of them, with a key each', async () => {
    const order = await createOrder(fleet);
    await payByCard(fleet, order.checkout_url, FRICTIONLESS);
    const answers = await atEach(fleet.running, 3, ({ origin }) =>
      callApi(origin, 'POST', `/orders/${order.id}/refunds`, {}, { 'idempotency-key': randomUUID() }),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(answers.length - 1);
    await fleet.settle();
    expect(statusOf(await orderNow(order))).toBe('refunded');
    await expectGoodBooks(fleet, [order.id]);
  });

  it('share the sweep: every order that is due is looked at once, by one of them', async () => {
    const orders = await Promise.all(Array.from({ length: 24 }, () => createOrder(fleet)));
    await Promise.all(orders.map(({ checkout_url }) => payByCard(fleet, checkout_url, FRICTIONLESS)));
    const transactions = await Promise.all(
      orders.map(async (order) => String((await orderNow(order)).attempts[0]?.transactionId)),
    );
    const looks = () => Promise.all(transactions.map((id) => calls('GET', `/transactions/${id}`)));
    const before = await looks();
    await fleet.advance(MINUTE + SECOND);
    await fleet.finish();
    expect((await looks()).map((count, index) => count - (before[index] ?? 0))).toEqual(orders.map(() => 1));
  });

  it('share what Blink says about many payments: each is looked at once', async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, () => takenAtBank()));
    const notices = (await fleet.blink.notifications()).filter(({ to }) =>
      orders.some(({ id }) => to.includes(id)),
    );
    await Promise.all(notices.map(({ id }) => fleet.blink.deliver(id)));
    await fleet.finish();
    for (const { transactionId } of notices)
      expect(await calls('GET', `/transactions/${String(transactionId)}`)).toBe(1);
    for (const order of orders) expect(statusOf(await orderNow(order))).toBe('paid');
  });

  it('let a shopper finish who was at the bank when all of them were killed and others were started', async () => {
    const order = await createOrder(fleet);
    const bank = await goToBank(await payByCard(fleet, order.checkout_url, CHALLENGED));
    await Promise.all(fleet.running.map((each) => each.kill()));
    await fleet.start();
    expect((await answerBank(bank, 'Approve')).text).toContain('Payment received');
    await expectGoodBooks(fleet, [order.id]);
  });

  it('are replaced one by one in the middle of a charge: it is finished and answered, and others are served', async () => {
    const [old, other] = fleet.running;
    if (!old || !other) throw new Error('Two processes are needed');
    const [here, there] = await Promise.all([createOrder(fleet), createOrder(fleet)]);
    const [hereForm, thereForm] = await Promise.all(
      [here, there].map(({ checkout_url }) => filledCardForm(fleet, checkout_url, FRICTIONLESS)),
    );
    const pays = ({ origin }: Instance, form: typeof hereForm) =>
      post(origin + new URL(form?.url ?? '').pathname, form?.fields ?? {}, fleet.origin);
    await fleet.blink.breakNext('POST', '/creditcards', { kind: 'slow', ms: 1_500, work: 'first' });
    const before = await calls('POST', '/creditcards');
    const charged = pays(old, hereForm);
    await until(async () => (await calls('POST', '/creditcards')) > before, 'the charge at Blink');

    const gone = fleet.retire(old);
    await old.server.said('stopping');
    expect((await pays(other, thereForm)).status).toBe(303);
    expect((await charged).status).toBe(303);
    expect(await gone).toBe(0);
    expect(statusOf(await orderNow(here))).toBe('paid');
    expect(statusOf(await orderNow(there))).toBe('paid');
    await expectGoodBooks(fleet, [here.id, there.id]);
  });
});
