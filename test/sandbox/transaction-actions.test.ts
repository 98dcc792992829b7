import { pay, startClient, type Client, type Json } from './sandbox-client';

let client: Client;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.close());

const control = () => client.sandbox.control;
const lastId = () => control().ledger().at(-1)!.id;
const act = (action: string, body: Json = {}, id = lastId()) =>
  client.api('POST', `/transactions/${id}/${action}`, body);
const settled = async (more: Json = {}) => {
  await pay(client, more);
  control().settle();
};

describe('refunds', () => {
  it('give everything back, with the original’s id', async () => {
    await settled();
    const { status, body } = await act('refunds');
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      message: 'Refunded successfully',
      amount: 10.5,
      reference: expect.stringMatching(/^Refund Transaction at \d\d-\d\d-\d\d \d\d:\d\d:\d\d$/) as string,
      transaction_id: lastId(),
    });
    expect(control().ledger()).toMatchObject([{ status: 'Fully refunded', refunded: 1050, net: 0 }]);
  });

  it('give back parts until nothing is left, and never more', async () => {
    await settled();
    expect(
      (await act('refunds', { partial_refund: true, amount: 4.25, reference: 'r1' })).body,
    ).toMatchObject({ amount: 4.25, reference: 'r1' });
    expect(control().ledger()).toMatchObject([{ status: 'Partially refunded', net: 625 }]);
    expect(await act('refunds', { partial_refund: true, amount: 6.26 })).toMatchObject({
      status: 400,
      body: { success: false },
    });
    expect((await act('refunds', { partial_refund: true, amount: '6.25' })).status).toBe(200);
    expect(await act('refunds')).toMatchObject({ status: 400, body: { success: false } });
    expect(control().ledger()).toMatchObject([{ status: 'Fully refunded', net: 0 }]);
  });

  it('ignore the amount when partial_refund is not set', async () => {
    await settled();
    expect((await act('refunds', { amount: 1 })).body).toMatchObject({ amount: 10.5 });
  });

  it.each([
    ['before settlement', () => pay(client), {}],
    ['of a payment rejected at settlement', () => settled({ amount: 30 }), {}],
    ['without the amount of a part', () => settled(), { partial_refund: true }],
    ['of nothing', () => settled(), { partial_refund: true, amount: 0 }],
  ])('are refused %s', async (_when, start, body) => {
    await start();
    expect(await act('refunds', body)).toMatchObject({
      status: 400,
      body: { success: false, message: expect.any(String) as string },
    });
    expect(control().ledger()).toMatchObject([{ refunded: 0 }]);
  });

  it('are refused for a transaction that does not exist', async () => {
    expect(await act('refunds', {}, 'BL-NONE')).toMatchObject({ status: 404, body: { success: false } });
  });
});

describe('cancels', () => {
  it('undo a payment before settlement', async () => {
    await pay(client);
    const { body } = await act('cancels');
    expect(body).toEqual({
      success: true,
      message: 'Cancelled successfully',
      amount: 10.5,
      reference: 'Cancel Transaction',
      transaction_id: lastId(),
    });
    expect(control().ledger()).toMatchObject([{ status: 'Cancelled', cancelled: 1050, net: 0 }]);
    control().settle();
    expect(control().ledger()).toMatchObject([{ status: 'Cancelled' }]);
  });

  it('let a delayed capture go', async () => {
    await pay(client, { delay_capture_days: 3 });
    expect((await act('cancels', { reference: 'no stock' })).body).toMatchObject({ reference: 'no stock' });
    control().clock.advance(10 * 86_400_000);
    expect(control().ledger()).toMatchObject([{ status: 'Cancelled', captured: 0 }]);
  });

  it('are refused after settlement, twice, and for a declined payment', async () => {
    await settled();
    expect((await act('cancels')).status).toBe(400);
    await pay(client);
    expect((await act('cancels')).status).toBe(200);
    expect((await act('cancels')).status).toBe(400);
    await pay(client, { amount: 120 });
    expect((await act('cancels')).status).toBe(400);
  });
});

describe('captures', () => {
  it('take a delayed payment before its day, and once only', async () => {
    await pay(client, { delay_capture_days: 3 });
    const { body } = await act('captures', { transaction_unique: 'testCapture' });
    expect(body).toEqual({
      success: true,
      message: 'Captured successfully',
      amount: 10.5,
      reference: 'testCapture',
      transaction_id: lastId(),
    });
    expect(await act('captures')).toMatchObject({
      status: 400,
      body: { message: 'Transaction must be in approved state' },
    });
    control().clock.advance(4 * 86_400_000);
    expect(control().ledger()).toMatchObject([{ captured: 1050, status: 'Accepted' }]);
  });

  it('take less of a preauth, and never more', async () => {
    await pay(client, { transaction_type: 'PREAUTH' });
    expect((await act('captures', { amount: 10.51 })).status).toBe(400);
    expect((await act('captures', { amount: 7 })).body).toMatchObject({ amount: 7 });
    expect(control().ledger()).toMatchObject([{ captured: 700, amount: 1050 }]);
  });

  it.each([
    [{}, 'Transaction must be preauth type or with delay capture details'],
    [{ transaction_type: 'VERIFY' }, 'Amount is required'],
  ])('are refused for %j', async (more, message) => {
    await pay(client, more);
    expect(await act('captures')).toMatchObject({ status: 400, body: { success: false, message } });
  });

  it('are refused for a preauth that is not approved yet', async () => {
    control().set({ preauthStatus: 'Pre-Auth' });
    await pay(client, { transaction_type: 'PREAUTH' });
    expect(await act('captures')).toMatchObject({
      status: 400,
      body: { message: 'Transaction must be in approved state' },
    });
  });
});

describe('reruns', () => {
  it('are new payments with their own id', async () => {
    await pay(client, { transaction_type: 'PREAUTH' });
    const original = lastId();
    const { status, body } = await act('reruns', { amount: 8, transaction_unique: 'capture-1' });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      message: 'Rerun successfully',
      status: 'Captured',
      transaction_id: lastId(),
      amount: 8,
      transaction_unique: 'capture-1',
    });
    expect(lastId()).not.toBe(original);
    expect(control().ledger()).toMatchObject([
      { status: 'Approved', captured: 0 },
      {
        status: 'Captured',
        captured: 800,
        rerunOf: original,
        reference: 'capture-1',
        merchantData: '{"order_id":"1 a"}',
      },
    ]);
  });

  it('answered with the old id and a noisy amount in 2023', async () => {
    control().set({ rerunId: 'same' });
    await pay(client, { amount: 2.01 });
    const original = lastId();
    const { body } = await act('reruns');
    expect(body).toMatchObject({
      amount: 2.0100000000000002,
      transaction_id: original,
      reference: 'order-1',
    });
    expect(control().ledger()).toHaveLength(2);
  });

  it('can be delayed', async () => {
    await pay(client);
    expect((await act('reruns', { delay_capture_days: 5 })).body).toMatchObject({ status: 'Approved' });
    expect((await act('reruns', { delay_capture_days: 31 })).status).toBe(400);
  });

  it('say that they were declined, and keep the intent used', async () => {
    control().set({ declineUsesIntent: false });
    await pay(client);
    control().nextPayment({ outcome: 'declined' });
    expect(await act('reruns')).toMatchObject({
      status: 422,
      body: { success: false, message: 'Card declined' },
    });
    expect((await client.api('GET', '/intents/1001')).body).toMatchObject({ status: 'expired' });
  });

  it('need an amount after a card check, and a card that was once accepted', async () => {
    await pay(client, { transaction_type: 'VERIFY' });
    expect(await act('reruns')).toMatchObject({ status: 400, body: { message: 'Amount is required' } });
    expect((await act('reruns', { amount: 5 })).status).toBe(200);
    await pay(client, { amount: 120 });
    expect(await act('reruns')).toMatchObject({ status: 400, body: { success: false } });
  });

  it('announce themselves as reruns', async () => {
    await pay(client);
    await act('reruns');
    const [, rerun] = control().notifications.list();
    expect(JSON.parse(rerun!.body)).toMatchObject({
      event_type: 'rerun_transaction',
      transaction_id: lastId(),
    });
  });
});

describe('the portal', () => {
  it('refunds, cancels and charges back, and notifies the shop', async () => {
    await settled();
    control().portal.refund(lastId(), 300);
    control().portal.chargeBack(lastId());
    expect(control().ledger()).toMatchObject([
      { refunded: 300, chargedBack: 750, net: 0, status: 'Charged back' },
    ]);
    const statuses = control()
      .notifications.list()
      .map(({ status }) => status);
    expect(statuses).toEqual(['Captured', 'Accepted', 'Partially refunded', 'Charged back']);
  });

  it('is reached by the control API as well, and refuses what is not possible', async () => {
    await pay(client);
    const post = (body: Json) => client.call('POST', '/sandbox/control/portal', body);
    expect((await post({ transactionId: lastId(), action: 'refund', amount: 100 })).status).toBe(400);
    expect((await post({ transactionId: lastId(), action: 'cancel' })).status).toBe(200);
    expect((await post({ transactionId: lastId(), action: 'chargeBack' })).status).toBe(400);
    expect((await post({ transactionId: 'BL-NONE', action: 'cancel' })).status).toBe(404);
    expect((await post({ transactionId: lastId(), action: 'steal' })).status).toBe(400);
  });
});
