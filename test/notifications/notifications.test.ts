import { SECOND } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';
import {
  answerBank,
  createOrder,
  FRICTIONLESS,
  formIn,
  goToBank,
  payByCard,
  post,
  visit,
} from '../support/shopper';

describe('notifications', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const orderNow = async (id: string) => (await rig.api('GET', `/orders/${id}`)).body;
  const reads = () => rig.sandbox.calls({ method: 'GET', path: '/transactions/' }).length;
  const addressOf = async (orderId: string): Promise<string> => {
    const order = await rig.dependencies.payments.orders.find(orderId);
    return rig.dependencies.payments.addresses.notificationUrl(orderId, order?.attempts.at(-1)?.id ?? '');
  };
  const send = (url: string, body: string, type = 'application/json') =>
    fetch(url, { method: 'POST', headers: { 'content-type': type }, body });

  /** Approved at the bank, with the shopper not yet back. */
  const approvedOrder = async (): Promise<{ id: string; checkout_url: string; back: string }> => {
    const order = await createOrder(rig);
    const bank = await goToBank(await payByCard(rig, order.checkout_url));
    const approve = formIn(bank, 'Approve');
    let back = await post(new URL(approve.action, bank.url).href, approve.fields, rig.sandboxOrigin);
    while (!back.headers.get('location')?.startsWith(rig.origin)) {
      back = await fetch(new URL(back.headers.get('location') ?? '', rig.sandboxOrigin), {
        redirect: 'manual',
      });
    }
    return { ...order, back: back.headers.get('location') ?? '' };
  };

  it.each(['before', 'after', 'instead of'])('bring the same end %s the return', async (when) => {
    rig.sandbox.notifications.withhold(true);
    const order = await approvedOrder();
    if (when === 'after') expect((await visit(order.back)).text).toContain('Payment received');
    await rig.sandbox.notifications.deliverPending();
    await rig.settle();
    if (when === 'before') expect((await visit(order.back)).text).toContain('Payment received');

    expect(await orderNow(order.id)).toMatchObject({ status: 'paid', amount_captured: 1099 });
    const events = (await rig.api('GET', `/orders/${order.id}/events`)).body.data.map(
      ({ type }: { type: string }) => type,
    );
    expect(events).toEqual(['order.processing', 'order.paid']);
  });

  it.each(['object', 'string', 'encoded-once', 'encoded-twice', 'missing'] as const)(
    'are understood with merchant_data %s, as JSON and as a form',
    async (merchantData) => {
      for (const format of ['json', 'form'] as const) {
        rig.sandbox.set({ notifications: { merchantData, format, withhold: false } });
        const order = await approvedOrder();
        await rig.settle();
        expect(await orderNow(order.id)).toMatchObject({ status: 'paid' });
      }
    },
  );

  it('change nothing by what they claim: the transaction is read, and says pending', async () => {
    const order = await createOrder(rig);
    await payByCard(rig, order.checkout_url);
    const url = await addressOf(order.id);
    const answer = await send(url, JSON.stringify({ transaction_id: 'BL-FORGED12345', status: 'Captured' }));
    await rig.settle();
    expect(answer.status).toBe(200);
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing', amount_captured: 0 });
  });

  it('with a wrong capability get the same 404 as no order, and cost no call to Blink', async () => {
    const order = await createOrder(rig);
    await visit(order.checkout_url);
    const url = await addressOf(order.id);
    const before = rig.sandbox.calls().length;
    const wrong = await send(`${url.slice(0, -3)}AAA`, '{"transaction_id":"BL-1"}');
    const nothing = await send(url.replace(order.id, 'ord_nothing'), '{"transaction_id":"BL-1"}');
    const strip = async (response: Response) => ({ ...((await response.json()) as object), instance: '' });
    expect(wrong.status).toBe(404);
    expect(await strip(wrong)).toEqual(await strip(nothing));
    expect(rig.sandbox.calls()).toHaveLength(before);
  });

  it('are refused at the capability of the return', async () => {
    const order = await createOrder(rig);
    await visit(order.checkout_url);
    const [attempt] = (await rig.dependencies.payments.orders.find(order.id))?.attempts ?? [];
    const returnUrl = new URL(rig.dependencies.payments.addresses.returnUrl(order.id, attempt?.id ?? ''));
    const answer = await send(rig.origin + returnUrl.pathname.replace('/return/', '/notifications/'), '{}');
    expect(answer.status).toBe(404);
  });

  it('are checked for their capability before their body is read', async () => {
    const answer = await send(`${rig.origin}/notifications/ord_x/att_x/wrong`, '{ not json');
    expect(answer.status).toBe(404);
  });

  it('repeated a hundred times in a second cost two reads and tell the shop once', async () => {
    const order = await approvedOrder();
    await rig.settle();
    const [transaction] = rig.sandbox.ledger();
    const url = await addressOf(order.id);
    const before = reads();
    const body = JSON.stringify({ transaction_id: transaction?.id, status: 'Captured' });
    await Promise.all(Array.from({ length: 100 }, () => send(url, body)));
    rig.advance(5 * SECOND);
    await rig.settle();
    expect(reads() - before).toBeLessThanOrEqual(2);
    const events = (await rig.api('GET', `/orders/${order.id}/events`)).body.data;
    expect(events.filter(({ type }: { type: string }) => type === 'order.paid')).toHaveLength(1);
  });

  it('are worked off later when Blink cannot be asked now', async () => {
    rig.sandbox.notifications.withhold(true);
    const order = await approvedOrder();
    rig.sandbox.breakNext(
      { method: 'GET', path: '/transactions/', times: 10 },
      { kind: 'status', status: 400, body: { error: 'no' } },
    );
    await rig.sandbox.notifications.deliverPending();
    await rig.settle();
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing' });

    rig.sandbox.mend();
    rig.advance(10 * SECOND);
    await rig.settle();
    expect(await orderNow(order.id)).toMatchObject({ status: 'paid' });
  });

  it('of an order that is no longer kept are an alert in the log, not silence', async () => {
    const url = rig.dependencies.payments.addresses.notificationUrl('ord_gone', 'att_gone');
    expect((await send(url, '{"transaction_id":"BL-ABCDEFGHIJ"}')).status).toBe(200);
    await rig.settle();
    expect(rig.log.text()).toContain('a genuine notification is about an order that is no longer kept');
  });

  it('for a payment that is settled already change nothing', async () => {
    const order = await createOrder(rig);
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
    await rig.settle();
    const before = (await orderNow(order.id)) as object;
    const [transaction] = rig.sandbox.ledger();
    await send(
      await addressOf(order.id),
      JSON.stringify({ transaction_id: transaction?.id, status: 'Declined' }),
    );
    await rig.settle();
    expect(await orderNow(order.id)).toEqual(before);
  });
});

describe('the return', () => {
  let rig: Rig;
  afterEach(() => rig.stop());

  it.each(['current', 'res', 'res-base64'] as const)(
    'is understood in its form "%s", in a browser without any cookie',
    async (returnForm) => {
      rig = await startRig({ sandbox: { returnForm, notifications: { withhold: true } } });
      const order = await createOrder(rig);
      const receipt = await answerBank(await goToBank(await payByCard(rig, order.checkout_url)), 'Approve');
      expect(receipt.text).toContain('Payment received');
      expect(receipt.url).toBe(order.checkout_url);
    },
  );

  it('with a wrong capability is the plain not-found page', async () => {
    rig = await startRig();
    const page = await visit(`${rig.origin}/return/ord_x/att_x/wrong?transaction_id=BL-1&status=captured`);
    expect(page.status).toBe(404);
  });

  it('does not believe what its address says', async () => {
    rig = await startRig();
    const order = await createOrder(rig);
    await payByCard(rig, order.checkout_url);
    const [attempt] = (await rig.dependencies.payments.orders.find(order.id))?.attempts ?? [];
    const url = rig.dependencies.payments.addresses.returnUrl(order.id, attempt?.id ?? '');
    const page = await visit(`${url}?transaction_id=BL-FORGED1234&status=captured&note=Success`);
    expect(page.text).toContain('Continue at your bank');
    expect((await rig.api('GET', `/orders/${order.id}`)).body).toMatchObject({ status: 'processing' });
  });
});
