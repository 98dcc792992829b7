import { startRig, type ApiAnswer, type Rig } from '../support/rig';
import { createOrder, FRICTIONLESS, payAndAnswer, payByCard } from '../support/shopper';

let rig: Rig;
beforeEach(async () => void (rig = await startRig()));
afterEach(() => rig.stop());

const list = async (path: string) => (await rig.api('GET', path)).body;
const typesIn = ({ data }: { data: { type: string }[] }) => data.map(({ type }) => type);

describe('the history of an order', () => {
  it('says what moved it, when, and what was seen, from the start', async () => {
    const order = await createOrder(rig);
    await payAndAnswer(rig, order.checkout_url);
    await rig.settle();
    const { data, next_cursor } = await list(`/orders/${order.id}/history`);

    expect(next_cursor).toBeNull();
    expect(data.map(({ sequence }: { sequence: number }) => sequence)).toEqual(
      data.map((_: unknown, index: number) => index + 1),
    );
    expect(typesIn({ data })).toEqual(
      expect.arrayContaining([
        'order_created',
        'attempt_opened',
        'charge_claimed',
        'challenge_received',
        'money_captured',
      ]),
    );
    expect(data[0]).toMatchObject({ by: 'api', evidence: expect.stringMatching(/^API key key_/) });
    expect(data.at(-1)).toMatchObject({
      type: 'money_captured',
      evidence: expect.stringMatching(/^transaction BL-[\w-]+ is Captured$/),
      details: { amount: 1099 },
    });
  });

  it('names what was changed, and neither who nor where the customer is', async () => {
    const { id } = await createOrder(rig);
    const customer = {
      name: 'Grace Canary',
      email: 'canary@shopper.example',
      address: '7 Canary Wharf',
      postcode: 'CN1 1AA',
    };
    await rig.api('PATCH', `/orders/${id}`, {
      amount: 500,
      customer,
      metadata: { note: 'canary' },
      expires_in: 60,
    });
    const { data } = await list(`/orders/${id}/history`);
    expect(data.at(-1).details).toEqual({
      changed: ['amount', 'expires_at', 'customer', 'metadata'],
      amount: 500,
      expires_at: '2026-11-20T10:01:00.000Z',
    });
    expect(JSON.stringify(data)).not.toMatch(/canary/i);
  });

  it('opens no door: no token, nonce, intent, capability or challenge leaves by the API', async () => {
    const order = await createOrder(rig, { customer: { name: 'Ada Shopper' } });
    await payByCard(rig, order.checkout_url);
    const kept = await rig.dependencies.payments.orders.find(order.id);
    const [attempt] = kept?.attempts ?? [];
    const challenge =
      attempt?.challenge?.kind === 'form' ? attempt.challenge.fields.map(({ value }) => value) : [];
    const doors = [
      attempt?.nonce,
      attempt?.intent.reference,
      attempt?.intent.transactionUnique,
      ...challenge,
    ];
    expect(doors.length).toBeGreaterThan(3);

    const paths = ['', '/history', '/events'].map((path) => `/orders/${order.id}${path}`);
    for (const path of [...paths, '/orders', '/events']) {
      const text = JSON.stringify(await list(path));
      for (const door of doors) expect(text).not.toContain(door);
      if (path !== '/orders' && path !== paths[0]) expect(text).not.toContain(kept?.token);
      if (path === paths[1]) expect(text).not.toMatch(/Ada Shopper|ada@shopper/);
    }
  });

  it('is refused for an order that is not there', async () => {
    for (const path of ['history', 'events']) {
      const answer = await rig.api('GET', `/orders/ord_none/${path}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
  });
});

describe('the feed of events', () => {
  it('tells everything once, oldest first, to whoever follows the cursor', async () => {
    const one = await createOrder(rig);
    const two = await createOrder(rig);
    await payByCard(rig, one.checkout_url, FRICTIONLESS);
    await rig.settle();
    await rig.api('POST', `/orders/${two.id}/cancel`);

    const first = await list('/events?limit=2');
    const second = await list(`/events?limit=2&cursor=${first.next_cursor}`);
    expect([...typesIn(first), ...typesIn(second)]).toEqual([
      'order.processing',
      'order.paid',
      'order.cancelled',
    ]);
    expect(first.data[1].data).toMatchObject({ id: one.id, status: 'paid', amount_captured: 1099 });

    const nothingNew = await list(`/events?cursor=${second.next_cursor}`);
    expect(nothingNew).toEqual({ data: [], next_cursor: second.next_cursor });
    const three = await createOrder(rig);
    await rig.api('POST', `/orders/${three.id}/cancel`);
    expect((await list(`/events?cursor=${second.next_cursor}`)).data).toMatchObject([{ order_id: three.id }]);
  });

  it('is empty at first', async () => {
    expect(await list('/events')).toEqual({ data: [], next_cursor: null });
  });

  it('has the events of one order under the same ids', async () => {
    const { id } = await createOrder(rig);
    await rig.api('POST', `/orders/${id}/cancel`);
    expect((await list(`/orders/${id}/events`)).data).toEqual((await list('/events')).data);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['cursor=elsewhere', 'cursor'],
    ['type=order.paid', 'type'],
  ])('refuses ?%s and names the parameter', async (query, field) => {
    const answer: ApiAnswer = await rig.api('GET', `/events?${query}`);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
  });
});
