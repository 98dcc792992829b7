import { DAY, MINUTE } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';
import { capture, paidOrder } from '../support/paid';
import { createOrder, visit } from '../support/shopper';
import { create, created, FIXED, read, VARIABLE } from './support/started';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());

describe('a fixed plan', () => {
  it('is answered with every payment as it will be, and the address where the customer agrees', async () => {
    const { status, body, headers } = await create(rig, {
      ...FIXED,
      first_amount: 1000,
      final_amount: 700,
      start_date: '2027-01-31',
      final_date: '2027-04-05',
    });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/v1/repeat-payments/${body.id}`);
    expect(body).toMatchObject({ type: 'fixed', status: 'pending', started_at: null, order_id: null });
    expect(body.checkout_url).toMatch(new RegExp(`^${rig.origin}/repeat-payments/[\\w-]{32}$`));
    expect(body.payments).toEqual([
      { id: null, date: '2027-01-31', amount: 1000, status: 'pending', reference: 'Payment 1' },
      { id: null, date: '2027-02-28', amount: 500, status: 'pending', reference: 'Payment 2' },
      { id: null, date: '2027-04-05', amount: 700, status: 'pending', reference: 'Payment 3' },
    ]);
    expect((await read(rig, body.id)).payments).toEqual(body.payments);
  });

  it('without an end shows its next payments', async () => {
    const { body } = await create(rig, { ...FIXED, instalments: null, frequency: 'weeks', every: 2 });
    expect(body.payments).toHaveLength(15);
    expect(body.payments[1]).toMatchObject({ date: '2026-12-04', amount: 500 });
    expect(body.instalments).toBeNull();
  });

  it.each([
    ['a final amount of a plan without an end', { instalments: null, final_amount: 700 }, 'final_amount'],
    ['a final amount of one payment', { instalments: 1, final_amount: 700 }, 'final_amount'],
    ['a final date of a plan without an end', { instalments: null, final_date: '2027-09-01' }, 'final_date'],
    ['a final date of one payment', { instalments: 1, final_date: '2027-09-01' }, 'final_date'],
    [
      'a final date on the first day',
      { instalments: 2, start_date: '2026-12-01', final_date: '2026-12-01' },
      'final_date',
    ],
    [
      'a final date before the start',
      { instalments: 2, start_date: '2026-12-01', final_date: '2026-11-30' },
      'final_date',
    ],
    [
      'a final date before today when it starts today',
      { instalments: 2, final_date: '2026-11-19' },
      'final_date',
    ],
    ['a final date on the day of the last but one', { final_date: '2026-12-20' }, 'final_date'],
    ['more than 300 payments', { instalments: 301 }, 'instalments'],
    ['more payments than fit into fifty years', { every: 365, instalments: 300 }, 'instalments'],
    [
      'fifty years and a month',
      { instalments: 300, every: 1, frequency: 'weeks', final_date: '2076-12-20' },
      'final_date',
    ],
    ['a month more than fifty years', { every: 3, instalments: 202 }, 'instalments'],
    [
      'more than fifty years before a final date',
      { every: 365, instalments: 300, final_date: '2030-01-01' },
      'instalments',
    ],
    ['a final date in another age', { final_date: '9999-12-31' }, 'final_date'],
    ['no payment', { instalments: 0 }, 'instalments'],
    ['no word about its end', { instalments: undefined }, 'instalments'],
    ['a start in the past', { start_date: '2026-11-19' }, 'start_date'],
    ['a start in another age', { start_date: '2062-01-01' }, 'start_date'],
    ['a day that does not exist', { start_date: '2027-02-29' }, 'start_date'],
    ['a day in the order of Blink', { start_date: '01-12-2026' }, 'start_date'],
    ['an amount below what cards are charged', { amount: 99 }, 'amount'],
    ['a first amount below it', { first_amount: 99 }, 'first_amount'],
    ['a final amount below it', { final_amount: 99 }, 'final_amount'],
    ['no amount', { amount: undefined }, 'amount'],
    ['half a penny', { amount: 500.5 }, 'amount'],
    ['a currency that is none', { currency: 'XQZ' }, 'currency'],
    ['a frequency that Blink does not know', { frequency: 'years' }, 'frequency'],
    ['no time between payments', { every: 0 }, 'every'],
    ['a type that Blink does not know', { type: 'sometimes' }, 'type'],
    ['a field of the other type', { schedule: VARIABLE.schedule }, 'schedule'],
    ['an address of somebody else', { success_url: 'https://evil.example/' }, 'success_url'],
    [
      'a parameter of ours in the address to go on to',
      { success_url: 'https://shop.example/?repeat_payment_id=1' },
      'success_url',
    ],
  ])('is refused with %s', async (_, wrong, field) => {
    const { status, body } = await create(rig, { ...FIXED, ...wrong });
    expect(status).toBe(422);
    expect(body.errors.map((each: { field: string }) => each.field)).toEqual([field]);
  });

  it.each([
    [{ every: 3, instalments: 201 }, '2076-11-20'],
    [{ every: 365, instalments: 2 }, '2057-04-20'],
    [{ every: 299, instalments: 4, final_date: '2076-11-20' }, '2076-11-20'],
  ])('may last fifty years: %j', async (long, last) => {
    const { status, body } = await create(rig, { ...FIXED, ...long });
    expect(status).toBe(201);
    expect(body.payments.at(-1)).toMatchObject({ date: last });
  });

  it('takes any amount in another currency: what is least there only Blink knows', async () => {
    const abroad = await startRig({ sandbox: { currencies: ['JPY', 'KWD'] } });
    for (const currency of ['JPY', 'KWD'])
      expect((await create(abroad, { ...FIXED, currency, amount: 1 })).status).toBe(201);
    await abroad.stop();
  });

  it('says of each amount what a card takes at least', async () => {
    const { body } = await create(rig, { ...FIXED, amount: 1, first_amount: 99, final_amount: 50 });
    const message = 'must be at least 100 (£1.00) for card';
    const fields = ['amount', 'first_amount', 'final_amount'];
    expect(body.errors).toEqual(fields.map((field) => ({ field, message })));
  });

  it('is refused in a currency that the account lacks, and where the account takes no cards', async () => {
    const { status, body } = await create(rig, { ...FIXED, currency: 'EUR' });
    expect([status, body.errors]).toEqual([
      422,
      [{ field: 'currency', message: 'the Blink account takes GBP only' }],
    ]);
    const banksOnly = await startRig();
    const garble = (answer: unknown) => ({ ...(answer as object), payment_types: ['open-banking'] });
    banksOnly.sandbox.breakNext({ method: 'POST', path: 'tokens' }, { kind: 'wrong-types', garble });
    expect((await create(banksOnly, FIXED)).body.errors).toEqual([
      { field: 'type', message: 'the Blink account does not offer card' },
    ]);
    await banksOnly.stop();
  });

  it('is taken when Blink does not say what the account takes; its page then says calmly that cards are not taken', async () => {
    const unknown = await startRig();
    unknown.sandbox.breakNext({ method: 'POST', path: 'tokens', times: 20 }, { kind: 'status', status: 503 });
    const { status, body } = await create(unknown, { ...FIXED, currency: 'EUR' });
    expect(status).toBe(201);
    unknown.sandbox.mend();
    unknown.advance(MINUTE);
    const page = await visit(body.checkout_url);
    expect(page.text).toContain('Cards cannot be taken just now');
    expect(page.text).not.toMatch(/could not reach|try again/i);
    await unknown.stop();
  });
});

describe('a variable plan', () => {
  it('is answered in the order of the calendar', async () => {
    const { body } = await create(rig, { ...VARIABLE, schedule: [...VARIABLE.schedule].reverse() });
    expect(body.payments).toMatchObject([
      { date: '2026-12-01', amount: 1500 },
      { date: '2027-02-15', amount: 2250 },
    ]);
    expect(body).toMatchObject({
      type: 'variable',
      amount: null,
      frequency: null,
      schedule: VARIABLE.schedule,
    });
  });

  it.each([
    ['one payment', [{ date: '2026-12-01', amount: 500 }], 'schedule'],
    ['none', [], 'schedule'],
    ['two on one day', [{ date: '2026-12-01', amount: 500 }, { date: '2026-12-01', amount: 600 }], 'schedule.1.date'],
    ['one in the past', [{ date: '2026-11-19', amount: 500 }, { date: '2026-12-01', amount: 600 }], 'schedule.0.date'],
    ['one too small', [{ date: '2026-12-01', amount: 500 }, { date: '2026-12-02', amount: 50 }], 'schedule.1.amount'],
    ['301', Array.from({ length: 301 }, () => ({ date: '2026-12-01', amount: 500 })), 'schedule'],
  ])('is refused with %s', async (_, schedule, field) => {
    const { status, body } = await create(rig, { ...VARIABLE, schedule });
    expect(status).toBe(422);
    expect(body.errors[0].field).toBe(field);
  }); // prettier-ignore
});

describe('the order whose card is used', () => {
  it('has to exist, to be paid, and to be paid by card', async () => {
    const unpaid = await createOrder(rig);
    const refused = async (order_id: string) => {
      const { status, body } = await create(rig, { ...FIXED, order_id });
      return [status, body.errors[0].field, body.errors[0].message];
    };
    expect(await refused('ord_of-somebody-else')).toEqual([422, 'order_id', 'is not the id of an order']);
    expect(await refused(unpaid.id)).toEqual([422, 'order_id', 'must be the id of a paid order']);
    const refunded = await paidOrder(rig);
    await rig.api('POST', `/orders/${refunded.id}/refunds`, {});
    expect(await refused(refunded.id)).toEqual([422, 'order_id', 'must be the id of a paid order']);
  });

  it('is not one whose money all went back, of which less was taken than was ordered', async () => {
    const order = await paidOrder(rig, { amount: 1000, capture: 'manual' });
    await capture(rig, order.id, { amount: 500 });
    await rig.api('POST', `/orders/${order.id}/refunds`, {});
    const { body } = await create(rig, { ...FIXED, order_id: order.id });
    expect(body.errors).toMatchObject([{ field: 'order_id', message: 'must be the id of a paid order' }]);
  });
});

describe('creating', () => {
  it('makes one under one Idempotency-Key, however often it is asked', async () => {
    const key = { 'idempotency-key': 'plan-of-ada' };
    const answers = await Promise.all(Array.from({ length: 3 }, () => create(rig, FIXED, key)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await create(rig, { ...FIXED, amount: 600 }, key)).status).toBe(409);
  });

  it('needs a key of the API', async () => {
    expect((await create(rig, FIXED, { authorization: 'Bearer nobody' })).status).toBe(401);
  });

  it('lists by type, status, customer and reference, newest first, page by page', async () => {
    const customer = { name: 'Grace Hopper', email: 'Grace@navy.example' };
    const ids = [];
    for (const body of [FIXED, VARIABLE, FIXED]) {
      rig.advance(1_000);
      ids.unshift(await created(rig, { ...body, reference: 'LISTED', customer }));
    }
    const list = async (query: string) => {
      const { body } = await rig.api('GET', `/repeat-payments?${query}`);
      return { ids: body.data.map((each: { id: string }) => each.id), next: body.next_cursor };
    };
    expect((await list('customer=grace@NAVY.example')).ids).toEqual(ids);
    expect((await list('reference=LISTED&type=variable')).ids).toEqual([ids[1]]);
    expect((await list('reference=LISTED&status=active')).ids).toEqual([]);
    expect((await list('reference=LISTED&needs_review=true')).ids).toEqual([]);
    const first = await list('reference=LISTED&limit=2&status=pending');
    expect(first.ids).toEqual(ids.slice(0, 2));
    expect(await list(`reference=LISTED&limit=2&cursor=${first.next}`)).toEqual({
      ids: [ids[2]],
      next: null,
    });
    expect((await rig.api('GET', '/repeat-payments?status=started')).status).toBe(422);
    expect((await rig.api('GET', '/repeat-payments?cursor=nonsense')).status).toBe(422);
  });

  it('ends a plan that nobody agrees to within 7 days, or when its first day is over', async () => {
    const week = (await create(rig)).body;
    expect(week.expires_at).toBe(new Date(rig.clock.now().getTime() + 7 * DAY).toISOString());
    const soon = (await create(rig, { ...FIXED, start_date: '2026-11-22' })).body;
    expect(soon.expires_at).toBe('2026-11-23T00:00:00.000Z');
    const tight = (await create(rig, { ...FIXED, final_date: '2026-12-22' })).body;
    expect(tight.expires_at).toBe('2026-11-22T00:00:00.000Z');
    rig.advance(8 * DAY);
    expect(await read(rig, week.id)).toMatchObject({ status: 'cancelled', closed_as: 'expired' });
    expect((await read(rig, week.id)).payments[0].status).toBe('cancelled');
  });

  it('answers 404 for what there is not', async () => {
    expect((await rig.api('GET', '/repeat-payments/rp_none')).status).toBe(404);
    expect((await rig.api('GET', '/repeat-payments/rp_none?refresh=true')).status).toBe(404);
  });
});
