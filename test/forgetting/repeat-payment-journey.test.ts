/** @jest-environment ./test/support/pglite-environment.cjs */
import { DAY } from '../../src/kernel/clock';
import { Retention } from '../../src/server/retention';
import type { Entry } from '../../src/repeat-payments/domain/history';
import { agree, createRepeatPayment } from '../repeat-payments/pages/customer';
import {
  ADA,
  create,
  created,
  depsOf,
  FIXED,
  kept,
  post,
  read,
  VARIABLE,
} from '../repeat-payments/support/started';
import { capturedLog, type CapturedLog } from '../support/captured-log';
import { createOrderDatabase, type OrderDatabase, storesOn } from '../support/order-database';
import { paidOrder } from '../support/paid';
import { startRig, type Rig } from '../support/rig';
import { visit } from '../support/shopper';
import { everythingStored } from './everything-stored';

const AFTER_DAYS = 540;
const CUSTOMER = {
  name: 'Canary Member',
  email: 'canary@member.example',
  address: '1 Canary Wharf',
  postcode: 'CA1 1NR',
};
const GIVEN = { ...FIXED, customer: CUSTOMER, success_url: 'https://shop.example/canary' };
/** By the customer who agreed. */
const TYPED = { name: ADA.name, email: ADA.email };
/** What the shop, the customer, the customer's bank or a colleague wrote. */
const PERSONAL = new RegExp(['canary', ADA.name, ADA.email].join('|'), 'i');
const NOBODY = { name: null, email: null, address: null, postcode: null };
const LOST = { kind: 'html', status: 503 } as const;

describe('a repeat payment that is over and old', () => {
  let place: OrderDatabase;
  let rig: Rig;
  let log: CapturedLog;
  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(async () => {
    await place.empty();
    log = capturedLog();
    rig = await startRig({
      database: place.database,
      sandbox: { repeatBody: 'documented' },
      replace: () => storesOn(place.database, ['shop', 'customer']),
    });
  });
  afterEach(() => rig.stop());
  afterAll(() => place.drop());

  const forget = () => new Retention(place.database, rig.clock, log, AFTER_DAYS).run();
  const erased = (what: 'orders' | 'repeat payments') =>
    log.lines().findLast(({ msg }) => msg === `personal data of ${what} was erased`)?.['count'];

  /** Without the inbox, which would look around every second of them. */
  async function daysPass(days: number): Promise<void> {
    await rig.dependencies.inbox.stop();
    rig.advance(days * DAY);
    rig.dependencies.inbox.start();
    await rig.settle();
    await rig.sweep();
    await rig.settle();
  }

  /** A first payment, the end of the rest, and a lost answer that a human had to find out about. */
  async function stopped(): Promise<string> {
    const { id, checkout_url } = await createRepeatPayment(rig, GIVEN);
    await agree(rig, checkout_url);
    rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments/cancel' }, LOST);
    const { id: paymentId } = (await read(rig, id)).payments[0];
    await post(rig, id, `payments/${paymentId}/refund`);
    const note = { resolution: 'did_not_happen', reason: 'the canary called' };
    expect((await post(rig, id, 'review', note)).body.needs_review).toBeNull();
    expect((await post(rig, id, 'cancel')).body.status).toBe('cancelled');
    return id;
  }
  const eventsOf = async (id: string) => {
    const { body } = await rig.api('GET', '/events?limit=100');
    return (body.data as { repeat_payment_id?: string; data: object }[]).filter(
      (event) => event.repeat_payment_id === id,
    );
  };
  const pageOf = async (id: string) => visit((await read(rig, id)).checkout_url);
  const withoutChange = ({ change: { type }, ...line }: Entry) => ({ ...line, type });

  it('loses who the customer was, everywhere, together with an order, and keeps its books', async () => {
    await paidOrder(rig, { customer: CUSTOMER, description: 'A canary in a cage' });
    const id = await stopped();
    await daysPass(AFTER_DAYS + 10);
    const [before, events, history] = [
      await read(rig, id),
      await eventsOf(id),
      await depsOf(rig).store.history(id),
    ];
    expect(before).toMatchObject({ customer: TYPED, success_url: GIVEN.success_url });
    expect(events.length).toBeGreaterThan(3);
    expect(history.map(({ change }) => change)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'repeat_payment_created' }),
        expect.objectContaining({ type: 'setup_claimed', customer: expect.objectContaining(TYPED) }),
        expect.objectContaining({ type: 'setup_challenged' }),
        expect.objectContaining({ type: 'move_refused', reason: 'the canary called' }),
        expect.objectContaining({ type: 'review_closed', note: 'the canary called' }),
      ]),
    );
    expect(await everythingStored(place)).toMatch(PERSONAL);

    await forget();
    expect([erased('orders'), erased('repeat payments')]).toEqual([1, 1]);
    expect(await everythingStored(place)).not.toMatch(PERSONAL);

    const nothingPersonal = { customer: NOBODY, success_url: null };
    expect(await read(rig, id)).toEqual({ ...before, ...nothingPersonal });
    expect(await eventsOf(id)).toEqual(
      events.map(({ data, ...event }) => ({ ...event, data: { ...data, ...nothingPersonal } })),
    );
    const lines = await depsOf(rig).store.history(id);
    expect(lines.slice(0, -1).map(withoutChange)).toEqual(history.map(withoutChange));
    expect(lines.at(-1)).toMatchObject({
      by: 'system',
      evidence: 'nothing happened for 540 days',
      change: { type: 'personal_data_erased' },
    });
    expect(lines.filter(({ change }) => change.type === 'payment_shown')).toEqual(
      history.filter(({ change }) => change.type === 'payment_shown'),
    );
  });

  it('is still listed, shown and looked at', async () => {
    const id = await stopped();
    await daysPass(AFTER_DAYS + 10);
    const before = await pageOf(id);
    expect(before.html).toContain('shop.example/canary');
    await forget();
    const listed = async (query: string) =>
      (await rig.api('GET', `/repeat-payments?${query}`)).body.data.length;
    expect(await listed('reference=GYM-17&status=cancelled')).toBe(1);
    expect(await listed(`customer=${ADA.email}`)).toBe(0);
    expect(await read(rig, id, '?refresh=true')).toMatchObject({ status: 'cancelled', needs_review: null });
    const page = await pageOf(id);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Your payments were stopped');
    expect(page.text).toContain('Paid £5.00');
    expect(page.html).not.toMatch(PERSONAL);
  });

  it('is given back all the same, and is forgotten again when its time comes, and only then', async () => {
    const id = await stopped();
    const { id: paymentId } = (await read(rig, id)).payments[0];
    await daysPass(AFTER_DAYS + 10);
    await forget();
    await daysPass(AFTER_DAYS + 10);
    await forget();
    expect(erased('repeat payments')).toBe(0);
    const refunded = await post(rig, id, `payments/${paymentId}/refund`);
    expect([refunded.status, refunded.body.payments[0].status]).toEqual([200, 'refunded']);
    expect((await kept(rig, id)).customer).toEqual(NOBODY);
    await forget();
    expect(erased('repeat payments')).toBe(0);
    await daysPass(AFTER_DAYS + 10);
    await forget();
    expect(erased('repeat payments')).toBe(1);
    expect(await everythingStored(place)).not.toMatch(PERSONAL);
  });

  it('shows its page calmly when it never started', async () => {
    const expired = await created(rig, GIVEN);
    const cancelled = await created(rig, GIVEN);
    await post(rig, cancelled, 'cancel');
    await daysPass(AFTER_DAYS + 10);
    const shown = async () => [await pageOf(expired), await pageOf(cancelled)].map(({ text }) => text);
    await daysPass(AFTER_DAYS + 10);
    const before = await shown();
    await forget();
    expect(erased('repeat payments')).toBe(2);
    expect(await shown()).toEqual(before);
    expect(await read(rig, expired)).toMatchObject({ status: 'cancelled', closed_as: 'expired' });
    expect(await everythingStored(place)).not.toMatch(PERSONAL);
  });

  it('that runs with the card of an order goes on when the order is forgotten', async () => {
    const { id: orderId } = await paidOrder(rig, { customer: CUSTOMER });
    const dates = ['2026-12-01', '2028-12-01'];
    const schedule = dates.map((date) => ({ date, amount: 1500 }));
    const answer = await create(rig, { ...VARIABLE, schedule, order_id: orderId, customer: CUSTOMER });
    expect(answer.status).toBe(201);
    const { id } = answer.body;
    await daysPass(AFTER_DAYS + 10);
    expect(await read(rig, id, '?refresh=true')).toMatchObject({ status: 'active' });
    await forget();
    expect([erased('orders'), erased('repeat payments')]).toEqual([1, 0]);
    await daysPass(200);
    const over = await read(rig, id, '?refresh=true');
    expect(over).toMatchObject({ status: 'completed', customer: CUSTOMER, order_id: orderId });
    expect(over.payments.map(({ status }: { status: string }) => status)).toEqual(['paid', 'paid']);
    await daysPass(AFTER_DAYS + 10);
    await forget();
    expect(erased('repeat payments')).toBe(1);
    expect(await everythingStored(place)).not.toMatch(PERSONAL);
  });
});
