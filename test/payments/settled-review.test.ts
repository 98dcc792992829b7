import { DAY, MINUTE } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';
import { createOrder, FRICTIONLESS, payByCard } from '../support/shopper';

describe('a review that a human has closed', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const orderNow = async (id: string) => (await rig.api('GET', `/orders/${id}`)).body;
  const close = (id: string, resolution: string) =>
    rig.api('POST', `/orders/${id}/review`, { resolution, reason: 'looked at in the portal' });

  it('of an unknown outcome is not opened again by time alone', async () => {
    const order = await createOrder(rig);
    rig.sandbox.notifications.withhold(true);
    rig.sandbox.breakNext({ method: 'POST', path: 'creditcards' }, { kind: 'reset-before' });
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
    rig.advance(16 * MINUTE);
    await rig.sweep();
    expect(await orderNow(order.id)).toMatchObject({ needs_review: 'outcome_unknown' });

    expect((await close(order.id, 'dismissed')).status).toBe(200);
    rig.advance(MINUTE);
    await rig.sweep();
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing', needs_review: null });

    rig.advance(20 * MINUTE);
    await rig.sweep();
    expect(await orderNow(order.id)).toMatchObject({ status: 'open', needs_review: null });
  });

  it.each(['dismissed', 'not_paid'])(
    'of a wrong amount, as %s, is not opened again by reading the same once more',
    async (resolution) => {
      const order = await createOrder(rig);
      const garble = (body: unknown) => {
        const { data } = body as { data: object };
        return { data: { ...data, amount: 10.98 } };
      };
      rig.sandbox.breakNext(
        { method: 'GET', path: '/transactions/', times: 1_000 },
        { kind: 'wrong-types', garble },
      );
      await payByCard(rig, order.checkout_url, FRICTIONLESS);
      await rig.settle();
      expect(await orderNow(order.id)).toMatchObject({ status: 'processing', needs_review: 'wrong_amount' });

      expect((await close(order.id, resolution)).status).toBe(200);
      const { status } = await orderNow(order.id);
      rig.advance(DAY / 24);
      await rig.sweep();
      expect(await orderNow(order.id)).toMatchObject({ status, needs_review: null });
    },
  );

  it('is opened again when the facts have changed', async () => {
    const order = await createOrder(rig);
    const word = { now: 'Puzzled' };
    const garble = (body: unknown) => ({ data: { ...(body as { data: object }).data, status: word.now } });
    rig.sandbox.breakNext(
      { method: 'GET', path: '/transactions/', times: 1_000 },
      { kind: 'wrong-types', garble },
    );
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
    await rig.settle();
    await close(order.id, 'dismissed');
    word.now = 'Captured';
    expect((await rig.api('GET', `/orders/${order.id}?refresh=true`)).body).toMatchObject({ status: 'paid' });
    word.now = 'Puzzled';
    expect((await rig.api('GET', `/orders/${order.id}?refresh=true`)).body).toMatchObject({
      needs_review: 'unknown_status',
    });
  });
});
