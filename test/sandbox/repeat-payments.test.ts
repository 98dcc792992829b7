import {
  answerChallenge,
  device,
  intentRequest,
  pay,
  startClient,
  tokenise,
  type Client,
  type Json,
} from './sandbox-client';

const DAY = 86_400_000;
let client: Client;
beforeEach(async () => {
  client = await startClient();
  // noon: no test runs across midnight
  const now = client.sandbox.control.clock.now();
  const noon = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1, 12);
  client.sandbox.control.clock.advance(noon - now.getTime());
});
afterEach(() => client.close());

const control = () => client.sandbox.control;
const iso = (days: number) =>
  new Date(control().clock.now().getTime() + days * DAY).toISOString().slice(0, 10);
const wire = (days: number) => iso(days).split('-').reverse().join('-');

const request = async (more: Json = {}): Promise<Json> => {
  const { body: intent } = await client.api('POST', '/intents', intentRequest());
  const { body: card } = await tokenise(client);
  return {
    payment_type: 'fixed_schedule', payment_intent: intent['payment_intent'], paymentToken: card['paymentToken'], type: 2,
    customer_name: 'Ada Example', customer_email: 'ada@example.com', reference: 'gym', currency: 'GBP', frequency: 'days',
    frequency_duration: 2, first_amount: 9, recurring_amount: 10.01, final_amount: 11, is_limited_installments: true, installments: 3,
    ...more,
  }; // prettier-ignore
};
const create = async (more: Json = {}) => client.api('POST', '/repeat-payments', await request(more));
const get = async (id: unknown, type = 'fixed_schedule') =>
  client.api('GET', `/repeat-payments/${String(id)}?payment_type=${type}`);
const instalments = (body: Json) => body['recurring_data'] as Json[];

describe('a fixed schedule by telephone', () => {
  it('takes the first payment today and is written in the recorded mixture of formats', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toEqual({
      id: 273, payment_type: 'fixed_schedule', status: 'Active', customer_name: 'Ada Example', customer_email: 'ada@example.com',
      reference: 'gym', address: null, postcode: null, currency: 'GBP', start_payment_date: wire(0), final_payment_date: wire(4),
      recurring_amount: '10.01', is_limited_installments: true, installments: 3, is_active: true,
      recurring_data: [
        { recurring_id: 1430, payment_date: iso(0), processed_amount: '9.00', is_processed: true, xref: expect.stringMatching(/^\d{8}\w{15}$/) as string },
        { recurring_id: 1431, payment_date: iso(2), processed_amount: '10.01', is_processed: false, xref: null },
        { recurring_id: 1432, payment_date: iso(4), processed_amount: '11.00', is_processed: false, xref: null },
      ],
    }); // prettier-ignore
    expect(control().ledger()).toMatchObject([{ status: 'Captured', captured: 900, reference: 'gym' }]);
  });

  it('waits when it starts later, and takes each payment on its day until it is completed', async () => {
    const { body } = await create({ start_payment_date: wire(3) });
    expect(body).toMatchObject({ status: 'Pending', is_active: true });
    expect(instalments(body)[0]).toMatchObject({ is_processed: false, xref: null });
    control().clock.advance(3 * DAY);
    expect((await get(body['id'])).body).toMatchObject({ status: 'Active' });
    control().clock.advance(10 * DAY);
    expect((await get(body['id'])).body).toMatchObject({ status: 'Completed', is_active: false });
    expect(
      control()
        .ledger()
        .filter(({ transactionType }) => transactionType === 'SALE')
        .map(({ captured }) => captured),
    ).toEqual([900, 1001, 1100]);
  });

  it('is written no more than fifteen payments ahead, one more after each', async () => {
    const { body } = await create({ is_limited_installments: false, installments: undefined });
    expect(instalments(body)).toHaveLength(16);
    expect(body).toMatchObject({ final_payment_date: null, installments: null });
    control().clock.advance(2 * DAY);
    expect(instalments((await get(body['id'])).body)).toHaveLength(17);
  });

  it('keeps to the end of short months', async () => {
    const start = new Date(Date.UTC(control().clock.now().getUTCFullYear() + 1, 0, 31));
    const { body } = await create({
      frequency: 'months',
      frequency_duration: 1,
      start_payment_date: start.toISOString().slice(0, 10),
    });
    expect(instalments(body).map((each) => String(each['payment_date']).slice(5))).toEqual([
      '01-31',
      expect.stringMatching(/^02-2[89]$/),
      '03-31',
    ]);
  });

  it('goes on after a declined payment, which can be retried', async () => {
    const { body } = await create();
    control().nextPayment({ outcome: 'declined' });
    control().clock.advance(2 * DAY);
    const declined = instalments((await get(body['id'])).body)[1]!;
    expect(declined).toMatchObject({ is_processed: false, xref: null });
    const retry = { payment_type: 'fixed_schedule', recurring_id: declined['recurring_id'] };
    control().nextPayment({ outcome: 'referred' });
    expect(await client.api('POST', '/repeat-payments/retry/273', retry)).toMatchObject({
      status: 422,
      body: { success: false },
    });
    expect((await client.api('POST', '/repeat-payments/retry/273', retry)).body).toEqual({
      success: true,
      message: 'Payment retried successfully',
    });
    expect((await client.api('POST', '/repeat-payments/retry/273', retry)).status).toBe(400);
    expect(instalments((await get(273)).body)[1]).toMatchObject({ is_processed: true });
  });

  it.each([
    [{ payment_type: 'sometimes' }, 'payment_type'],
    [{ frequency: 'years' }, 'frequency'],
    [{ frequency_duration: 0 }, 'frequency_duration'],
    [{ recurring_amount: '' }, 'recurring_amount'],
    [{ installments: 301 }, 'installments'],
    [{ start_payment_date: '01-01-2020' }, 'start_payment_date'],
    [{ start_payment_date: '31-02-2099' }, 'start_payment_date'],
    [{ final_payment_date: '01-01-2020' }, 'final_payment_date'],
    [{ customer_email: '' }, 'customer_email'],
    [{ payment_intent: '' }, 'payment_intent'],
  ])('is refused for %j', async (more, field) => {
    const { status, body } = await create(more);
    expect(status).toBe(400);
    expect(Object.keys(body['data'] as Json)).toContain(field);
    expect(control().ledger()).toEqual([]);
  });

  it('is refused without a card, with a used intent, and when the first payment is declined', async () => {
    expect((await create({ paymentToken: '' })).body).toMatchObject({ error: 'Payment Token is required' });
    const first = await request();
    await client.api('POST', '/repeat-payments', first);
    expect(await client.api('POST', '/repeat-payments', first)).toMatchObject({ status: 401 });
    expect((await create({ first_amount: 120 })).status).toBe(500);
    expect((await get(274)).status).toBe(404);
  });
});

describe('a variable schedule', () => {
  it('counts by itself and keeps the order that was sent', async () => {
    await create();
    const { status, body } = await create({
      payment_type: 'variable_schedule',
      schedule_set: { [wire(9)]: 5, [iso(3)]: '6.50' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: 127,
      status: 'Pending',
      start_payment_date: wire(9),
      final_payment_date: wire(3),
    });
    expect(instalments(body)).toMatchObject([
      { payment_date: iso(9), processed_amount: '5.00' },
      { payment_date: iso(3), processed_amount: '6.50' },
    ]);
    control().clock.advance(3 * DAY);
    expect(
      instalments((await get(127, 'variable_schedule')).body).map((each) => each['is_processed']),
    ).toEqual([false, true]);
  });

  it('can be sent as a form', async () => {
    const fields = await request({
      payment_type: 'variable_schedule',
      [`schedule_set[${wire(1)}]`]: '5',
      [`schedule_set[${wire(2)}]`]: '6',
    });
    const { body: token } = await client.call('POST', '/api/pay/v1/tokens', {
      api_key: 'sandbox-api-key',
      secret_key: 'sandbox-secret-key',
    });
    const response = await fetch(`${client.origin}/api/pay/v1/repeat-payments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${String(token['access_token'])}` },
      body: new URLSearchParams(fields as Record<string, string>),
    });
    expect(response.status).toBe(201);
  });

  it.each([
    [{}],
    [{ '01-01-2099': 5 }],
    [{ '01-01-2099': 5, soon: 6 }],
    [{ '01-01-2099': 5, '01-01-2020': 6 }],
    [{ '01-01-2099': 5, '02-01-2099': 0 }],
  ])('is refused with %j', async (schedule_set) => {
    expect((await create({ payment_type: 'variable_schedule', schedule_set })).status).toBe(400);
  });
});

describe('a schedule by the shopper', () => {
  it('goes to the bank first and begins when the bank agrees', async () => {
    const { status, body } = await create({ type: 1, ...device });
    expect(status).toBe(200);
    expect((await get(273)).status).toBe(404);
    const creq = Buffer.from(
      /name="creq" value="([^"]+)"/.exec(String(body['acsform']))![1]!,
      'base64url',
    ).toString();
    expect(creq).toContain('/api/repeat-payment/v1/sandbox-shop/3ds_2_2/');
    const back = await answerChallenge(client, body['acsform'], 'approve');
    expect(back.headers.get('location')).toBe(
      `http://127.0.0.1:9/return?key=1&repeat_payment_id=${encodeURIComponent(encodeURIComponent('Mjcz'))}`,
    );
    expect((await get(273)).body).toMatchObject({ status: 'Active' });
  });

  it('comes back with the usual parameters when the switch says so, and when the bank refuses', async () => {
    control().set({ repeatReturn: 'transaction' });
    const one = await create({ type: undefined, ...device });
    expect((await answerChallenge(client, one.body['acsform'], 'approve')).headers.get('location')).toContain(
      'transaction_id=BL-',
    );
    control().set({ repeatReturn: 'schedule' });
    const two = await create({ type: 1, ...device });
    expect((await answerChallenge(client, two.body['acsform'], 'refuse')).headers.get('location')).toContain(
      'status=declined',
    );
    expect((await get(274)).status).toBe(404);
  });

  it('comes back with the schedule in res when the switch says so', async () => {
    control().set({ repeatReturn: 'schedule-res' });
    const { body } = await create({ type: 1, ...device });
    const back = await answerChallenge(client, body['acsform'], 'approve');
    expect(back.headers.get('location')).toBe('http://127.0.0.1:9/return?key=1&res=Mjcz');
  });

  it('only checks the card when nothing is due today', async () => {
    const { body } = await create({ type: 1, ...device, start_payment_date: wire(5) });
    await answerChallenge(client, body['acsform'], 'approve');
    expect(control().ledger()).toMatchObject([
      { transactionType: 'VERIFY', status: 'Verified', captured: 0 },
    ]);
    expect((await get(273)).body).toMatchObject({ status: 'Pending' });
  });

  it('needs the device', async () => {
    expect((await create({ type: 1 })).status).toBe(400);
  });
});

describe('a schedule on the card of an earlier transaction', () => {
  it('needs neither a token nor the bank', async () => {
    await pay(client);
    const { id } = control().ledger()[0]!;
    const { status, body } = await create({
      transaction_id: id,
      paymentToken: undefined,
      type: undefined,
      customer_name: undefined,
      customer_email: undefined,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ customer_name: 'Ada Example', customer_email: 'ada@example.com' });
    expect((await create({ transaction_id: 'BL-NONE' })).body).toMatchObject({
      error: 'Transaction id is invalid',
    });
  });
});

describe('schedules', () => {
  it('are listed by type and status, fifty to a page', async () => {
    for (let each = 0; each < 51; each += 1) await create({ start_payment_date: wire(1) });
    const list = async (query: string) => (await client.api('GET', `/repeat-payments?${query}`)).body;
    expect(await list('payment_type=fixed_schedule&status=pending')).toMatchObject({
      pageNumber: 1,
      pageSize: 50,
      totalResults: 51,
    });
    expect((await list('payment_type=fixed_schedule&page=2'))['data']).toHaveLength(1);
    expect(await list('payment_type=variable_schedule')).toMatchObject({ totalResults: 0, data: [] });
    expect(await client.api('GET', '/repeat-payments')).toMatchObject({
      status: 400,
      body: { error: 'Payment type is required' },
    });
    expect((await client.api('GET', '/repeat-payments?payment_type=fixed_schedule&status=odd')).status).toBe(
      400,
    );
  });

  it('spell the postcode differently when they are read', async () => {
    const { body } = await create({ customer_postcode: 'AB1 2CD' });
    expect(body).toMatchObject({ postcode: 'AB1 2CD' });
    expect((await get(273)).body).toMatchObject({ Postcode: 'AB1 2CD' });
    expect((await get(273)).body).not.toHaveProperty('postcode');
  });

  it('show more when the documentation is followed', async () => {
    control().set({ repeatBody: 'documented' });
    const { body } = await create();
    expect(body).toMatchObject({ frequency: 'days', frequency_duration: 2 });
    expect(instalments(body)[1]).toMatchObject({ reference: 'Payment 2', status: 'Pending' });
    const variable = await create({
      payment_type: 'variable_schedule',
      schedule_set: { [wire(1)]: 5, [wire(2)]: 6 },
    });
    expect(variable.body).toMatchObject({ frequency: 'N/A' });
  });

  it('write numbers, texts, days and the currency the other way round when the documentation is followed', async () => {
    control().set({ repeatBody: 'documented' });
    expect((await create()).body).toMatchObject({
      currency: 'GBP',
      is_active: 'true',
      recurring_amount: 10.01,
    });
    const { body } = await get(273);
    expect(body).toMatchObject({ Currency: 'GBP', is_active: 'true' });
    expect(body).not.toHaveProperty('currency');
    expect(instalments(body)[1]).toMatchObject({ payment_date: wire(2), processed_amount: 10.01 });
  });

  it('show what became of a payment’s money later, in the documented words', async () => {
    control().set({ repeatBody: 'documented' });
    await create();
    const states = async () => instalments((await get(273)).body).map(({ status }) => status);
    expect(await states()).toEqual(['Captured', 'Pending', 'Pending']);
    control().clock.advance(2 * DAY);
    expect(await states()).toEqual(['Accepted', 'Captured', 'Pending']);
    control().portal.refund(control().ledger()[0]!.id);
    control().portal.cancel(control().ledger()[1]!.id);
    expect(await states()).toEqual(['Refunded', 'Refunded', 'Pending']);
  });

  it('begin their days in Britain, an hour before the day in UTC in summer', async () => {
    const now = control().clock.now();
    const summer = Date.UTC(now.getUTCFullYear() + 1, 6, 1, 23, 30);
    control().clock.advance(summer - now.getTime());
    const { body } = await create({ frequency: 'weeks' });
    expect(instalments(body)[0]).toMatchObject({ payment_date: `${now.getUTCFullYear() + 1}-07-02` });
  });

  it('can be changed: the name, one amount, all amounts, the card', async () => {
    const { body } = await create();
    const second = instalments(body)[1]!['recurring_id'];
    const patch = (more: Json) =>
      client.api('PATCH', '/repeat-payments/273', { payment_type: 'fixed_schedule', ...more });
    expect((await patch({ customer_name: 'Grace' })).body).toMatchObject({
      customer_name: 'Grace',
      customer_email: 'ada@example.com',
    });
    expect(instalments((await patch({ recurring_id: second, recurring_amount: 12 })).body)).toMatchObject([
      { processed_amount: '9.00' },
      { processed_amount: '12.00' },
      { processed_amount: '11.00' },
    ]);
    expect((await patch({ recurring_amount: 'much' })).status).toBe(400);
    const { body: card } = await tokenise(client, '12/40', '374245455400001', '4887');
    const change = (paymentToken: unknown) =>
      client.api('POST', '/repeat-payments/card/273', { payment_type: 'fixed_schedule', paymentToken });
    expect((await change(card['paymentToken'])).body).toEqual({ success: true, message: 'Card updated' });
    expect((await change('')).status).toBe(400);
    control().clock.advance(2 * DAY);
    expect(control().ledger().at(-1)).toMatchObject({ cardMask: '374245*****0001' });
  });

  it('go on as another one, under the same reference, when the amount of all that is to come is changed', async () => {
    await create();
    const { body } = await client.api('PATCH', '/repeat-payments/273', {
      payment_type: 'fixed_schedule',
      recurring_amount: 13,
    });
    expect(body).toMatchObject({
      parent: {
        ...{ id: 273, reference: 'gym', status: 'Pending', is_active: false, recurring_data: [] },
        child: { id: 274, reference: 'gym' },
      },
      child: {
        ...{ id: 274, reference: 'gym', status: 'Active', recurring_amount: '13.00', parent: { id: 273 } },
        recurring_data: [
          { processed_amount: '9.00', is_processed: true },
          { processed_amount: '13.00' },
          { processed_amount: '13.00' },
        ],
      },
    });
    expect((await get(273)).body).toEqual(body['parent']);
    expect((await get(274)).body).toEqual(body['child']);
    control().clock.advance(2 * DAY);
    expect(control().ledger()).toHaveLength(2);
  });

  it('have no currency when they are read, as it was recorded, and a variable one three fields of a fixed one', async () => {
    await create();
    const variable = await create({
      payment_type: 'variable_schedule',
      schedule_set: { [wire(1)]: 5, [wire(2)]: 6 },
    });
    const list = await client.api('GET', '/repeat-payments?payment_type=fixed_schedule');
    for (const read of [(await get(273)).body, (list.body['data'] as Json[])[0]]) {
      expect(read).toMatchObject({ id: 273 });
      expect(Object.keys(read ?? {}).map((key) => key.toLowerCase())).not.toContain('currency');
    }
    expect(variable.body).toMatchObject({
      ...{ recurring_amount: null, is_limited_installments: false, installments: null, currency: 'GBP' },
    });
  });

  it('have the card’s token in the place of the payment’s number, as in 2023', async () => {
    control().set({ repeatBody: 'recorded-2023' });
    const [first] = instalments((await create()).body);
    expect(first).toMatchObject({ is_processed: true, card_token: expect.any(String) as string });
    expect(first).not.toHaveProperty('xref');
  });

  it('lose one payment with a recurring_id and everything without it', async () => {
    const { body } = await create();
    const third = instalments(body)[2]!['recurring_id'];
    const remove = (more: Json) =>
      client.api('DELETE', '/repeat-payments/273', { payment_type: 'fixed_schedule', ...more });
    expect((await remove({ recurring_id: third })).body).toEqual({
      success: true,
      message: 'Deleted successfully',
    });
    expect((await get(273)).body).toMatchObject({ status: 'Active' });
    expect((await remove({ recurring_id: 1430 })).status).toBe(400);
    expect((await remove({})).status).toBe(200);
    expect((await get(273)).body).toMatchObject({ status: 'Cancelled', is_active: false });
    expect((await remove({})).status).toBe(400);
    control().clock.advance(10 * DAY);
    expect(control().ledger()).toHaveLength(1);
  });

  it('give one payment back with DELETE cancel, before and after settlement', async () => {
    await create();
    control().clock.advance(2 * DAY);
    const giveBack = (more: Json) =>
      client.api('DELETE', '/repeat-payments/cancel/273', { payment_type: 'fixed_schedule', ...more });
    expect((await giveBack({ reccuring_id: 1430 })).body).toEqual({
      success: true,
      message: 'Cancelled successfully',
    });
    expect((await giveBack({})).status).toBe(200);
    expect((await giveBack({})).status).toBe(400);
    expect(control().ledger().slice(0, 2)).toMatchObject([
      { status: 'Fully refunded', net: 0 },
      { status: 'Cancelled', net: 0 },
    ]);
  });

  it('run a payment before its day, once', async () => {
    await create();
    const run = () =>
      client.api('POST', '/repeat-payments/run/273', { payment_type: 'fixed_schedule', recurring_id: 1431 });
    expect((await run()).body).toEqual({ success: true, message: 'Payment run successfully' });
    expect((await run()).status).toBe(400);
    control().clock.advance(10 * DAY);
    expect(control().ledger()).toHaveLength(3);
  });
});

describe('the notification of a schedule’s payment', () => {
  const bodies = () =>
    control()
      .notifications.list()
      .map(({ body }) => JSON.parse(body) as Json);

  it('names the transaction, as it does since May 2026', async () => {
    await create();
    control().clock.advance(2 * DAY);
    expect(bodies().map((body) => body['transaction_id'])).toEqual(
      expect.arrayContaining(
        control()
          .ledger()
          .map(({ id }) => id),
      ),
    );
  });

  it('does not name it when the switch says so; other payments’ do', async () => {
    control().set({ notifications: { repeatTransactionId: 'missing' } });
    await create();
    expect(bodies()).toMatchObject([{ status: 'Captured', reference: 'gym' }]);
    expect(bodies()[0]).not.toHaveProperty('transaction_id');
    await pay(client);
    expect(bodies()[1]).toHaveProperty('transaction_id');
  });
});

describe('schedules, from the outside', () => {
  const states = () =>
    control()
      .schedules.list()[0]!
      .payments.map(({ state }) => state);

  it('are listed as they stand', async () => {
    await create();
    expect(control().schedules.list()).toMatchObject([
      {
        type: 'fixed_schedule', id: 273, reference: 'gym', currency: 'GBP', status: 'Active', cardMask: '454305******9990',
        payments: [
          { recurringId: 1430, day: iso(0), amount: 900, state: 'Captured', transactionId: control().ledger()[0]!.id },
          { recurringId: 1431, day: iso(2), amount: 1001, state: 'Pending', transactionId: null },
          { recurringId: 1432, day: iso(4), amount: 1100, state: 'Pending', transactionId: null },
        ],
      },
    ]); // prettier-ignore
  });

  it('take their next payment early, or have it declined', async () => {
    await create();
    control().schedules.runNext('fixed_schedule', 273);
    expect(states()).toEqual(['Captured', 'Captured', 'Pending']);
    control().schedules.declineNext('fixed_schedule', 273);
    control().clock.advance(4 * DAY);
    expect(states()).toEqual(['Accepted', 'Accepted', 'Declined']);
    expect(() => control().schedules.runNext('fixed_schedule', 273)).toThrow('Refused with 400');
    expect(() => control().schedules.runNext('variable_schedule', 273)).toThrow('Refused with 404');
  });

  it('decline one payment only', async () => {
    await create();
    control().schedules.declineNext('fixed_schedule', 273);
    control().clock.advance(4 * DAY);
    expect(states().slice(1)).toEqual(['Declined', 'Captured']);
  });

  it('lose the next payment of all, whatever the order they came in, or everything that is left', async () => {
    await create({
      payment_type: 'variable_schedule',
      schedule_set: { [wire(9)]: 5, [wire(3)]: 6, [wire(5)]: 7 },
    });
    control().schedules.cancelNext('variable_schedule', 127);
    expect(states()).toEqual(['Pending', 'Removed', 'Pending']);
    control().schedules.cancel('variable_schedule', 127);
    expect(states()).toEqual(['Removed', 'Removed', 'Removed']);
    expect(control().schedules.list()[0]).toMatchObject({ status: 'Cancelled' });
    expect(() => control().schedules.cancel('variable_schedule', 127)).toThrow('Refused with 400');
  });
});
