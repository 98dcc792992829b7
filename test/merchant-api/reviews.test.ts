import { DAY, MINUTE } from '../../src/kernel/clock';
import { comeBack } from '../attacks/scene';
import { payBy } from '../support/pay-by';
import { startRig, type ApiAnswer, type Rig } from '../support/rig';
import { createOrder, FRICTIONLESS, payByCard } from '../support/shopper';
import { lostAnswer, unknownOrder } from './support/worlds';

let rig: Rig;
beforeEach(async () => void (rig = await startRig()));
afterEach(() => rig.stop());

const orderNow = async (id: string) => (await rig.api('GET', `/orders/${id}`)).body;
const fieldsOf = ({ body }: ApiAnswer) =>
  body.errors.map(({ field }: { field: string }) => field) as string[];
const refusalOf = ({ status, body }: ApiAnswer) => [status, body.code] as const;

async function returnAddress(orderId: string): Promise<string> {
  const { orders, addresses } = rig.dependencies.payments;
  const attemptId = (await orders.find(orderId))?.attempts.at(-1)?.id ?? '';
  return addresses.returnUrl(orderId, attemptId);
}

describe('naming the transaction of a payment', () => {
  const name = (id: string, transactionId: string | undefined) =>
    rig.api('POST', `/orders/${id}/transactions`, { transaction_id: transactionId });

  it('finds the money whose answer was lost', async () => {
    const { id } = await lostAnswer(rig);
    expect(await orderNow(id)).toMatchObject({ status: 'processing', amount_captured: 0 });

    const [transaction] = rig.sandbox.ledger();
    const { status, body } = await name(id, transaction?.id);
    expect([status, body.status, body.amount_captured]).toEqual([200, 'paid', 1099]);
    const { body: history } = await rig.api('GET', `/orders/${id}/history`);
    expect(history.data.at(-1)).toMatchObject({
      by: 'api',
      type: 'money_captured',
      evidence: `transaction ${transaction?.id} is Captured`,
    });
  });

  it('changes nothing when it is done again', async () => {
    const { id } = await lostAnswer(rig);
    const transactionId = rig.sandbox.ledger()[0]?.id;
    await name(id, transactionId);
    const before = (await rig.api('GET', `/orders/${id}/history`)).body;
    expect((await name(id, transactionId)).status).toBe(200);
    expect((await rig.api('GET', `/orders/${id}/history`)).body).toEqual(before);
  });

  it('proves nothing: the transaction of another order of the same amount changes neither', async () => {
    const paid = await createOrder(rig);
    await payByCard(rig, paid.checkout_url, FRICTIONLESS);
    await rig.settle();
    const unknown = await lostAnswer(rig);
    const before = [await orderNow(paid.id), await orderNow(unknown.id)];

    const genuine: string = before[0].attempts[0].transaction_id;
    const answer = await name(unknown.id, genuine);
    expect(genuine).toMatch(/^BL-/);
    expect(refusalOf(answer)).toEqual([409, 'transaction_not_of_order']);
    expect([await orderNow(paid.id), await orderNow(unknown.id)]).toEqual(before);
  });

  it('is refused for one that Blink does not know, and for an order that nobody tried to pay', async () => {
    const { id } = await lostAnswer(rig);
    expect(refusalOf(await name(id, 'BL-NOBODYS-000000'))).toEqual([409, 'transaction_not_of_order']);
    const untried = await createOrder(rig);
    const genuine = rig.sandbox.ledger()[0]?.id;
    expect(refusalOf(await name(untried.id, genuine))).toEqual([409, 'transaction_not_of_order']);
  });

  it.each(['', '../intents/1', 'BL 1', 'x'.repeat(65), undefined])(
    'refuses %j as an id',
    async (transactionId) => {
      const { id } = await createOrder(rig);
      const answer = await name(id, transactionId);
      expect([answer.status, fieldsOf(answer)]).toEqual([422, ['transaction_id']]);
      expect(rig.sandbox.calls({ path: /transactions/ })).toEqual([]);
    },
  );
});

describe('closing a review', () => {
  const close = (id: string, resolution: string, reason = 'Looked in the portal') =>
    rig.api('POST', `/orders/${id}/review`, { resolution, reason });

  it('lets an order be paid again whose payment never happened', async () => {
    const order = await unknownOrder(rig);
    expect(await orderNow(order.id)).toMatchObject({ status: 'processing', needs_review: 'outcome_unknown' });

    const { status, body } = await close(order.id, 'not_paid');
    expect([status, body.status, body.needs_review]).toEqual([200, 'open', null]);
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
    await rig.settle();
    expect(await orderNow(order.id)).toMatchObject({ status: 'paid', needs_review: null });
  });

  it('lets an order be paid again whose bank payment stays pending, however long Blink goes on saying so', async () => {
    const order = await createOrder(rig, { payment_methods: ['open_banking', 'card'] });
    await payBy(rig, 'open_banking', order.checkout_url);
    const [transfer] = rig.sandbox.ledger();
    await comeBack(await returnAddress(order.id), { transaction_id: transfer?.id ?? '' });
    rig.advance(16 * MINUTE);
    await rig.sweep();
    expect(await orderNow(order.id)).toMatchObject({
      status: 'processing',
      needs_review: 'outcome_unknown',
      attempts: [{ status: 'pending', transaction_id: transfer?.id }],
    });

    expect((await close(order.id, 'not_paid')).body).toMatchObject({ status: 'open', needs_review: null });
    const lookAgain = async () => (await rig.api('GET', `/orders/${order.id}?refresh=true`)).body;
    expect(await lookAgain()).toMatchObject({ status: 'open', needs_review: null });
    await payByCard(rig, `${order.checkout_url}/card`, FRICTIONLESS);
    await rig.settle();
    rig.advance(DAY);
    expect(await lookAgain()).toMatchObject({ status: 'paid', amount_captured: 1099, needs_review: null });
  });

  it('only puts it aside when it is dismissed', async () => {
    const { id } = await unknownOrder(rig);
    expect((await close(id, 'dismissed')).body).toMatchObject({ status: 'processing', needs_review: null });
  });

  it('says in the history who closed it, and why', async () => {
    const { id } = await unknownOrder(rig);
    await close(id, 'not_paid', 'The portal shows nothing');
    const { body } = await rig.api('GET', `/orders/${id}/history`);
    expect(body.data.at(-1)).toMatchObject({
      by: 'api',
      type: 'review_closed',
      evidence: expect.stringMatching(/^API key key_[0-9a-f]{8}$/),
      details: { resolution: 'not_paid', reason: 'The portal shows nothing' },
    });
  });

  it('never refuses money that comes all the same', async () => {
    const { id } = await lostAnswer(rig);
    rig.advance(16 * MINUTE);
    await rig.sweep();
    await close(id, 'not_paid');
    rig.sandbox.notifications.withhold(false);
    await rig.sandbox.notifications.deliverPending();
    await rig.settle();
    expect(await orderNow(id)).toMatchObject({ status: 'paid', amount_captured: 1099 });
  });

  it('is refused twice, and where nothing is to be reviewed', async () => {
    const { id } = await unknownOrder(rig);
    await close(id, 'dismissed');
    expect(refusalOf(await close(id, 'dismissed'))).toEqual([409, 'nothing_to_review']);
    const calm = await createOrder(rig);
    expect(refusalOf(await close(calm.id, 'not_paid'))).toEqual([409, 'nothing_to_review']);
  });

  it.each([
    ['a resolution it does not know', { resolution: 'paid', reason: 'x' }, 'resolution'],
    ['no reason', { resolution: 'dismissed' }, 'reason'],
    ['an empty reason', { resolution: 'dismissed', reason: ' ' }, 'reason'],
    [
      'a card number for a reason',
      { resolution: 'dismissed', reason: 'paid with 4543059999999982' },
      'reason',
    ],
  ])('refuses %s', async (_, body, field) => {
    const { id } = await createOrder(rig);
    const answer = await rig.api('POST', `/orders/${id}/review`, body);
    expect([answer.status, fieldsOf(answer)]).toEqual([422, [field]]);
  });
});
