import { DAY, HOUR, SECOND } from '../../src/kernel/clock';
import { startRig, type ApiAnswer, type Rig } from '../support/rig';
import { createOrder, FRICTIONLESS, payByCard, visit } from '../support/shopper';
import { call } from './support/call';

const CARD = '4543 0599 9999 9982';
const SMALLEST = { reference: 'T-1', amount: 1099, currency: 'GBP' };

let rig: Rig;
beforeEach(async () => void (rig = await startRig()));
afterEach(() => rig.stop());

const create = (order: object = {}) => rig.api('POST', '/orders', { ...SMALLEST, ...order });
const fieldsOf = ({ body }: ApiAnswer) =>
  body.errors.map(({ field }: { field: string }) => field) as string[];

describe('creating an order', () => {
  it('answers with the order and where it is paid', async () => {
    const { status, headers, body } = await create();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...SMALLEST,
      status: 'open',
      payment_methods: ['card'],
      capture: 'automatic',
    });
    expect(headers.get('location')).toBe(`/api/v1/orders/${body.id}`);
    expect((await visit(body.checkout_url)).status).toBe(200);
  });

  it('gives the shop its own data back', async () => {
    const order = {
      description: 'Two mugs',
      customer: { name: 'Ada', email: 'ada@shopper.example', address: '1 High Street', postcode: 'AB1 2CD' },
      payment_methods: ['google_pay', 'card'],
      capture: { delay_days: 3 },
      success_url: 'https://shop.example/thanks?a=1',
      cancel_url: 'https://shop.example/',
      metadata: { cart: '1', 'a.b-c_d': '' },
    };
    expect((await create(order)).body).toMatchObject(order);
  });

  it('names a method once however often it was sent', async () => {
    expect((await create({ payment_methods: ['card', 'card'] })).body.payment_methods).toEqual(['card']);
  });

  it('lets it live for a day, or as long as the shop says', async () => {
    const inSeconds = async (order: object) =>
      (Date.parse((await create(order)).body.expires_at) - rig.clock.now().getTime()) / SECOND;
    expect(await inSeconds({})).toBe(86_400);
    expect(await inSeconds({ expires_in: 60 })).toBe(60);
  });

  it.each<[string, object, string]>([
    ['an amount of nothing', { amount: 0 }, 'amount'],
    ['a negative amount', { amount: -1 }, 'amount'],
    ['a fraction of a penny', { amount: 10.5 }, 'amount'],
    ['an amount as text', { amount: '1099' }, 'amount'],
    ['more than a million', { amount: 100_000_000 }, 'amount'],
    ['no amount', { amount: undefined }, 'amount'],
    ['a currency that does not exist', { currency: 'ABC' }, 'currency'],
    ['a currency in small letters', { currency: 'gbp' }, 'currency'],
    ['no reference', { reference: undefined }, 'reference'],
    ['a reference of spaces', { reference: '   ' }, 'reference'],
    ['a reference that is too long', { reference: 'x'.repeat(101) }, 'reference'],
    ['a card number in the description', { description: `for ${CARD}` }, 'description'],
    ['a card number for a name', { customer: { name: CARD } }, 'customer.name'],
    [
      'a parameter of ours in the address to go on to',
      { success_url: 'https://shop.example/?order_id=1' },
      'success_url',
    ],
    [
      'a parameter of ours in the address to go back to',
      { cancel_url: 'https://shop.example/?a=1&order%5Fid=1#x' },
      'cancel_url',
    ],
    [
      'a list under the name of our parameter',
      { success_url: 'https://shop.example/?order_id[]=1' },
      'success_url',
    ],
    ['a line end in an address', { success_url: 'https://shop.example/\na' }, 'success_url'],
    ['an e-mail address that is none', { customer: { email: 'ada' } }, 'customer.email'],
    ['a field it does not know', { colour: 'blue' }, 'colour'],
    ['a customer field it does not know', { customer: { phone: '1' } }, 'customer.phone'],
    ['a method it does not know', { payment_methods: ['cheque'] }, 'payment_methods.0'],
    ['no method at all', { payment_methods: [] }, 'payment_methods'],
    ['a capture it does not know', { capture: 'later' }, 'capture'],
    ['a capture after 31 days', { capture: { delay_days: 31 } }, 'capture.delay_days'],
    [
      'a reservation of money that cannot be reserved',
      { capture: 'manual', payment_methods: ['card', 'open_banking'] },
      'capture',
    ],
    ["an address that is not the shop's", { success_url: 'https://evil.example/' }, 'success_url'],
    [
      "an address that only looks like the shop's",
      { success_url: 'https://shop.example.evil.example/' },
      'success_url',
    ],
    ["the shop's address over http", { cancel_url: 'http://shop.example/' }, 'cancel_url'],
    ['an address with a password', { cancel_url: 'https://a:b@shop.example/' }, 'cancel_url'],
    ['a script for an address', { success_url: 'javascript:alert(1)' }, 'success_url'],
    ['metadata that is no text', { metadata: { a: 1 } }, 'metadata.a'],
    ['a name of metadata with spaces', { metadata: { 'a b': '1' } }, 'metadata.a b'],
    [
      'too much metadata',
      { metadata: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`k${n}`, ''])) },
      'metadata',
    ],
    ['less than a minute', { expires_in: 59 }, 'expires_in'],
    ['more than 90 days', { expires_in: 90 * 86_400 + 1 }, 'expires_in'],
  ])('refuses %s and names the field', async (_, order, field) => {
    const answer = await create(order);
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid_input']);
    expect(fieldsOf(answer)).toEqual([field]);
    expect((await rig.api('GET', '/orders')).body.data).toEqual([]);
  });

  it('names every field that is wrong, and repeats no value', async () => {
    const answer = await create({
      amount: 'secret-1',
      currency: 'secret-2',
      reference: undefined,
      secret: 1,
    });
    expect(fieldsOf(answer).sort()).toEqual(['amount', 'currency', 'reference', 'secret']);
    expect(JSON.stringify(answer.body)).not.toMatch(/secret-/);
    expect(answer.body.errors).toContainEqual({ field: 'reference', message: 'is required' });
  });

  it('refuses a body that is no object', async () => {
    const answer = await rig.api('POST', '/orders', []);
    expect([answer.status, fieldsOf(answer)]).toEqual([422, ['(body)']]);
  });

  it('takes an empty text for none, wherever a text may be left out', async () => {
    const customer = { name: ' ', email: '', address: '', postcode: '' };
    const answer = await rig.api('POST', '/orders', {
      ...{ reference: 'R', amount: 1099, currency: 'GBP', description: '', customer },
      ...{ success_url: '', cancel_url: '' },
    });
    expect([answer.status, answer.body]).toMatchObject([
      201,
      {
        ...{ description: null, success_url: null, cancel_url: null },
        customer: { name: null, email: null, address: null, postcode: null },
      },
    ]);
    const empty = await rig.api('POST', '/orders', { reference: '', amount: 1099, currency: 'GBP' });
    expect([empty.status, fieldsOf(empty)]).toEqual([422, ['reference']]);
  });

  it('takes no body for an empty one', async () => {
    const answer = await call(rig, 'POST', '/api/v1/orders');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('is required');
  });
});

describe('reading an order', () => {
  it('answers as creating it did', async () => {
    const { body } = await create();
    expect((await rig.api('GET', `/orders/${body.id}`)).body).toEqual(body);
  });

  it('says that it has expired as soon as it has', async () => {
    const { body } = await create({ expires_in: 60 });
    rig.advance(61 * SECOND);
    expect((await rig.api('GET', `/orders/${body.id}`)).body.status).toBe('expired');
  });

  it('asks Blink first when it should', async () => {
    const order = await createOrder(rig);
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
    await rig.settle();
    const reads = () => rig.sandbox.calls({ path: /\/transactions\// }).length;

    const before = reads();
    await rig.api('GET', `/orders/${order.id}?refresh=false`);
    expect(reads()).toBe(before);
    expect((await rig.api('GET', `/orders/${order.id}?refresh=true`)).body.status).toBe('paid');
    expect(reads()).toBe(before + 1);
  });

  it('is refused for an order that is not there', async () => {
    const answer = await rig.api('GET', '/orders/ord_none');
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  });

  it('refuses a refresh that is neither yes nor no', async () => {
    const { body } = await create();
    expect(fieldsOf(await rig.api('GET', `/orders/${body.id}?refresh=1`))).toEqual(['refresh']);
  });
});

describe('listing orders', () => {
  const references = async (query: string) =>
    (await rig.api('GET', `/orders${query}`)).body.data.map(
      ({ reference }: { reference: string }) => reference,
    ) as string[];

  it('gives the newest first, in pages that leave nothing out', async () => {
    for (const reference of ['1', '2', '3', '4', '5']) await create({ reference });
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 9; pages++) {
      const { body }: ApiAnswer = await rig.api('GET', `/orders?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.data.map(({ reference }: { reference: string }) => reference));
      cursor = body.next_cursor;
    }
    expect(seen.sort()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('filters by all that is asked for', async () => {
    await create({ reference: 'early' });
    rig.advance(HOUR);
    const middle = rig.clock.now().toISOString();
    const cancelled = await create({ reference: 'middle' });
    await rig.api('POST', `/orders/${cancelled.body.id}/cancel`);
    rig.advance(HOUR);
    await create({ reference: 'late' });

    expect(await references('')).toEqual(['late', 'middle', 'early']);
    expect(await references('?status=open')).toEqual(['late', 'early']);
    expect(await references('?status=open&reference=early')).toEqual(['early']);
    expect(await references(`?created_after=${middle}`)).toEqual(['late']);
    expect(await references(`?created_before=${middle}`)).toEqual(['early']);
    expect(await references(`?created_after=${middle.replace('Z', '%2B01:00')}`)).toEqual(['late', 'middle']);
    expect(await references('?needs_review=true')).toEqual([]);
    expect(await references('?needs_review=false')).toHaveLength(3);
  });

  it.each([
    ['colour=blue', 'colour'],
    ['status=payed', 'status'],
    ['status=open&status=paid', 'status'],
    ['needs_review=yes', 'needs_review'],
    ['created_after=yesterday', 'created_after'],
    ['created_before=2026-11-20', 'created_before'],
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1.5', 'limit'],
    ['cursor=', 'cursor'],
    ['cursor=elsewhere', 'cursor'],
    ['reference=', 'reference'],
  ])('refuses ?%s and names the parameter', async (query, field) => {
    const answer = await rig.api('GET', `/orders?${query}`);
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual([field]);
  });
});

describe('changing an order', () => {
  const amend = async (change: object, order: object = {}) => {
    const { body } = await create(order);
    return rig.api('PATCH', `/orders/${body.id}`, change);
  };

  it('changes what is named and leaves the rest', async () => {
    const { status, body } = await amend(
      { amount: 1599, description: 'Three mugs' },
      { metadata: { cart: '1' } },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...SMALLEST,
      amount: 1599,
      description: 'Three mugs',
      metadata: { cart: '1' },
    });
  });

  it("keeps the currency: an amount is one of the order's own", async () => {
    rig.sandbox.set({ currencies: ['GBP', 'JPY'] });
    expect((await amend({ amount: 1599 }, { currency: 'JPY' })).body).toMatchObject({
      amount: 1599,
      currency: 'JPY',
    });
  });

  it('replaces the customer and the metadata as a whole', async () => {
    const order = { customer: { name: 'Ada', email: 'ada@shopper.example' }, metadata: { a: '1', b: '2' } };
    const { body } = await amend({ customer: { name: 'Bo' }, metadata: { b: '3' } }, order);
    expect(body.customer).toEqual({ name: 'Bo', email: null, address: null, postcode: null });
    expect(body.metadata).toEqual({ b: '3' });
  });

  it('takes away what is null', async () => {
    const order = { description: 'Mugs', customer: { name: 'Ada' } };
    const { body } = await amend({ description: null, customer: null }, order);
    expect(body.description).toBeNull();
    expect(body.customer.name).toBeNull();
  });

  it('counts a new life from now', async () => {
    const { body } = await create();
    rig.advance(HOUR);
    const amended = await rig.api('PATCH', `/orders/${body.id}`, { expires_in: 3_600 });
    expect(Date.parse(amended.body.expires_at)).toBe(rig.clock.now().getTime() + HOUR);
  });

  it('charges a customer who has the page open the new amount or nothing', async () => {
    const order = await createOrder(rig);
    await visit(order.checkout_url);
    await rig.api('PATCH', `/orders/${order.id}`, { amount: 1599 });
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
    await rig.settle();
    expect((await rig.api('GET', `/orders/${order.id}`)).body).toMatchObject({
      status: 'paid',
      amount_captured: 1599,
    });
    expect(rig.sandbox.ledger()).toMatchObject([{ amount: 1599 }]);
  });

  it.each<[string, object, string]>([
    ['nothing', {}, '(body)'],
    ['the currency', { currency: 'EUR' }, 'currency'],
    ['the reference', { reference: 'T-2' }, 'reference'],
    ['the status', { status: 'paid' }, 'status'],
    ['the address to go on to', { success_url: 'https://shop.example/' }, 'success_url'],
    ['an amount of nothing', { amount: 0 }, 'amount'],
    ['an amount away', { amount: null }, 'amount'],
    ['a card number', { description: CARD }, 'description'],
  ])('refuses to change %s', async (_, change, field) => {
    const answer = await amend(change);
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual([field]);
  });

  it('is refused once it was paid, cancelled or has expired, even before anybody noticed', async () => {
    const paid = await createOrder(rig);
    await payByCard(rig, paid.checkout_url, FRICTIONLESS);
    await rig.settle();
    const cancelled = await createOrder(rig);
    await rig.api('POST', `/orders/${cancelled.id}/cancel`);
    const expired = await createOrder(rig, { expires_in: 60 });
    rig.advance(61 * SECOND);

    for (const { id } of [paid, cancelled, expired]) {
      const answer = await rig.api('PATCH', `/orders/${id}`, { expires_in: DAY / SECOND });
      expect([answer.status, answer.body.code]).toEqual([409, 'order_not_amendable']);
    }
  });

  it('is refused while the customer is at the bank', async () => {
    const order = await createOrder(rig);
    await payByCard(rig, order.checkout_url);
    const answer = await rig.api('PATCH', `/orders/${order.id}`, { amount: 100 });
    expect([answer.status, answer.body.code]).toEqual([409, 'order_not_amendable']);
  });
});

describe('cancelling an order', () => {
  it('closes it, and again changes nothing', async () => {
    const order = await createOrder(rig);
    for (let times = 0; times < 2; times++) {
      const { status, body } = await rig.api('POST', `/orders/${order.id}/cancel`);
      expect([status, body.status]).toEqual([200, 'cancelled']);
    }
    const { body } = await rig.api('GET', `/orders/${order.id}/events`);
    expect(body.data.map(({ type }: { type: string }) => type)).toEqual(['order.cancelled']);
    expect((await visit(order.checkout_url)).text).toContain('cancelled');
  });

  it('takes an empty object or no body, and nothing else', async () => {
    const order = await createOrder(rig);
    const path = `/api/v1/orders/${order.id}/cancel`;
    expect((await call(rig, 'POST', path, { body: { reason: 'x' } })).status).toBe(422);
    expect((await call(rig, 'POST', path, { body: {} })).status).toBe(200);
    expect((await call(rig, 'POST', path)).status).toBe(200);
  });

  it('is refused while the customer is at the bank, and after the money came', async () => {
    const atBank = await createOrder(rig);
    await payByCard(rig, atBank.checkout_url);
    const paid = await createOrder(rig);
    await payByCard(rig, paid.checkout_url, FRICTIONLESS);
    await rig.settle();
    for (const { id } of [atBank, paid]) {
      const answer = await rig.api('POST', `/orders/${id}/cancel`);
      expect([answer.status, answer.body.code]).toEqual([409, 'order_not_cancellable']);
    }
  });
});
