import { createBlink } from '../../src/blink/create-blink';
import { BlinkNotAsked } from '../../src/blink/errors';
import type { RepeatPaymentCalls } from '../../src/blink/schedules/repeat-payment';
import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import { cardUpdateOn } from '../../src/repeat-payments/domain/agreement';
import { dayOf } from '../../src/repeat-payments/domain/days';
import { openCardUpdate } from '../../src/repeat-payments/use-cases/open-card-update';
import { updateCard } from '../../src/repeat-payments/use-cases/update-card';
import { startRig, type Rig, type RigOptions } from '../support/rig';
import { CHALLENGED, tokenise, type Card } from '../support/shopper';
import {
  asked,
  created,
  depsOf,
  FIXED,
  hear,
  kept,
  post,
  read,
  startedByPhone,
  told,
  VARIABLE,
} from './support/started';

let rig: Rig;
const start = async (options?: RigOptions) => void (rig = await startRig(options));
beforeEach(() => start());
afterEach(() => rig.stop());

const WORDS = { repeatBody: 'documented' } as const;
const KEY = ['fixed_schedule', 273] as const;
const statuses = async (id: string) =>
  (await read(rig, id)).payments.map(({ status }: { status: string }) => status);

/** With one call that never reaches Blink. */
const cutting = async (name: keyof RepeatPaymentCalls) => {
  await rig.stop();
  await start({
    client: (options) => {
      const blink = createBlink(options);
      const cut = () => Promise.reject(new BlinkNotAsked(name, 'cut'));
      return { ...blink, repeatPayments: { ...blink.repeatPayments, [name]: cut } };
    },
  });
};

describe('cancelling all', () => {
  it('ends what is to come, once, and says what Blink shows', async () => {
    const id = await startedByPhone(rig);
    const { status, body } = await post(rig, id, 'cancel');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'cancelled', needs_review: null, pending: [] });
    expect(await statuses(id)).toEqual(['paid', 'cancelled', 'cancelled']);
    expect((await post(rig, id, 'cancel')).body.status).toBe('cancelled');
    expect(asked(rig, 'DELETE', '/repeat-payments')).toBe(1);
    expect(await told(rig, id)).toEqual(['started', 'paid', 'cancelled']);
  });

  it('before it started needs no Blink', async () => {
    const id = await created(rig);
    expect((await post(rig, id, 'cancel')).body).toMatchObject({
      status: 'cancelled',
      closed_as: 'cancelled',
    });
    expect(asked(rig, 'DELETE', '/repeat-payments')).toBe(0);
    expect(await told(rig, id)).toEqual(['cancelled']);
  });

  it('two at once are one call', async () => {
    const id = await startedByPhone(rig);
    const both = await Promise.all([post(rig, id, 'cancel'), post(rig, id, 'cancel')]);
    const answers = both.map(({ status, body }) => (status === 200 ? body.status : body.code));
    expect(answers).toContain('cancelled');
    expect(['cancelled', 'outcome_unknown']).toEqual(expect.arrayContaining(answers)); // late, or while it is asked
    expect(asked(rig, 'DELETE', '/repeat-payments')).toBe(1);
  });

  it('whose answer is lost is never sent again by itself, and settled by what Blink shows', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments' }, { kind: 'reset-after' });
    expect((await post(rig, id, 'cancel')).body).toMatchObject({
      status: 'cancelled',
      needs_review: null,
      pending: [],
    });
    expect(asked(rig, 'DELETE', '/repeat-payments')).toBe(1);
  });

  it('that never arrived is shown as not done when Blink still shows it running', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments' }, { kind: 'reset-before' });
    expect((await post(rig, id, 'cancel')).body).toMatchObject({
      status: 'active',
      needs_review: 'cancel_unknown',
      pending: [{ action: 'cancel_all', status: 'unknown' }],
    });
    rig.advance(3 * MINUTE);
    expect(await read(rig, id, '?refresh=true')).toMatchObject({
      status: 'active',
      needs_review: 'cancel_unknown', // whoever asked has to learn that it goes on
      pending: [],
    });
    expect((await post(rig, id, 'cancel')).body).toMatchObject({ status: 'cancelled', needs_review: null });
  });

  it('at Blink’s portal is seen, and money that is taken all the same is shown to a human', async () => {
    const id = await startedByPhone(rig);
    await post(rig, id, 'cancel');
    const { blink } = depsOf(rig);
    const get = blink.repeatPayments.get.bind(blink.repeatPayments);
    Object.assign(blink.repeatPayments, {
      get: async (...given: Parameters<typeof get>) => ({ ...(await get(...given)), status: 'Active' }),
    });
    expect(await read(rig, id, '?refresh=true')).toMatchObject({
      status: 'cancelled',
      needs_review: 'still_running',
    });
  });
});

describe('cancelling one payment', () => {
  it('calls off that one, and leaves the others', async () => {
    const id = await startedByPhone(rig);
    const { body } = await post(rig, id, 'payments/1431/cancel');
    expect(body.status).toBe('active');
    expect(await statuses(id)).toEqual(['paid', 'cancelled', 'pending']);
    expect(rig.sandbox.schedules.list()[0]?.payments.map(({ state }) => state)).toEqual([
      'Captured',
      'Removed',
      'Pending',
    ]);
  });

  it.each([WORDS, { repeatBody: 'recorded' } as const])(
    'whose answer is lost is settled by what Blink shows: %j',
    async (body) => {
      rig.sandbox.set(body);
      const id = await startedByPhone(rig);
      rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments' }, { kind: 'truncated' });
      expect((await post(rig, id, 'payments/1431/cancel')).body).toMatchObject({
        needs_review: null,
        pending: [],
      });
      expect(await statuses(id)).toEqual(['paid', 'cancelled', 'pending']);
      expect(asked(rig, 'DELETE', '/repeat-payments')).toBe(1);
    },
  );

  it.each([
    ['that was taken', '1430', 409, 'payment_not_cancellable'],
    ['that there is not', '9', 404, 'payment_not_found'],
    ['whose id is none', 'all', 404, 'payment_not_found'],
  ])('is refused for one %s', async (_, payment, status, code) => {
    const id = await startedByPhone(rig);
    expect(await post(rig, id, `payments/${payment}/cancel`)).toMatchObject({ status, body: { code } });
    expect(asked(rig, 'DELETE', '/repeat-payments')).toBe(0);
  });
});

describe('giving one payment back', () => {
  it.each([WORDS, { repeatBody: 'recorded' } as const])(
    'gives back the whole of it, once: %j',
    async (words) => {
      rig.sandbox.set(words);
      const id = await startedByPhone(rig);
      expect((await post(rig, id, 'payments/1430/refund')).status).toBe(200);
      expect(await statuses(id)).toEqual(['refunded', 'pending', 'pending']);
      expect((await post(rig, id, 'payments/1430/refund')).body.code).toBe('payment_not_refundable');
      await read(rig, id, '?refresh=true');
      expect(await statuses(id)).toEqual(['refunded', 'pending', 'pending']);
      expect(rig.sandbox.ledger()[0]).toMatchObject({ net: 0 });
      expect(await told(rig, id)).toEqual(['started', 'paid', 'refunded']);
    },
  );

  it('two at once give it back once, and so do two tries of one request', async () => {
    const id = await startedByPhone(rig);
    const key = { 'idempotency-key': 'refund-1' };
    await Promise.all([post(rig, id, 'payments/1430/refund'), post(rig, id, 'payments/1430/refund')]);
    await post(rig, id, 'payments/1430/refund', {}, key);
    expect(asked(rig, 'DELETE', '/repeat-payments/cancel')).toBe(1);
  });

  it.each([
    { kind: 'reset-after' },
    { kind: 'truncated' },
    { kind: 'html', status: 502 },
    { kind: 'reset-before' },
  ] as const)(
    'whose answer is lost (%j) is never sent again: Blink’s words or a human settle it',
    async (fault) => {
      const { kind } = fault;
      const id = await startedByPhone(rig);
      rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments/cancel' }, fault);
      expect((await post(rig, id, 'payments/1430/refund')).body).toMatchObject({
        needs_review: 'refund_unknown',
        pending: [{ action: 'refund_payment', payment_id: '1430', status: 'unknown' }],
      });
      rig.advance(HOUR);
      await rig.sweep();
      expect((await post(rig, id, 'payments/1430/refund')).body.code).toBe('outcome_unknown');
      expect(asked(rig, 'DELETE', '/repeat-payments/cancel')).toBe(1);
      if (kind !== 'reset-before' && kind !== 'html') {
        rig.sandbox.set(WORDS);
        expect(await read(rig, id, '?refresh=true')).toMatchObject({ needs_review: null, pending: [] });
        expect(await statuses(id)).toEqual(['refunded', 'pending', 'pending']);
        return;
      }
      const review = (resolution: string) => post(rig, id, 'review', { resolution, reason: 'Looked it up' });
      expect((await review('dismissed')).body.code).toBe('resolution_does_not_fit');
      expect((await review('did_not_happen')).body).toMatchObject({ needs_review: null, pending: [] });
      expect((await review('dismissed')).body.code).toBe('nothing_to_review');
      expect((await post(rig, id, 'payments/1430/refund')).status).toBe(200);
    },
  );

  it('a human may find that it did happen', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.breakNext(
      { method: 'DELETE', path: '/repeat-payments/cancel' },
      { kind: 'html', status: 502 },
    );
    await post(rig, id, 'payments/1430/refund');
    await post(rig, id, 'review', { resolution: 'happened', reason: 'The portal shows it' });
    expect(await statuses(id)).toEqual(['refunded', 'pending', 'pending']);
    expect(await told(rig, id)).toContain('refunded');
  });

  it('that certainly was not sent may be asked again', async () => {
    await cutting('refundOne');
    const id = await startedByPhone(rig);
    expect(await post(rig, id, 'payments/1430/refund')).toMatchObject({
      status: 503,
      body: { code: 'not_sent' },
    });
    expect(await read(rig, id)).toMatchObject({ needs_review: null, pending: [] });
    expect(await statuses(id)).toEqual(['paid', 'pending', 'pending']);
  });

  it('that Blink refuses changes nothing', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.breakNext(
      { method: 'DELETE', path: '/repeat-payments/cancel' },
      { kind: 'status', status: 400, body: { success: false, message: 'Payment cannot be cancelled' } },
    );
    expect(await post(rig, id, 'payments/1430/refund')).toMatchObject({
      status: 409,
      body: { code: 'refused_by_blink' },
    });
    expect(await statuses(id)).toEqual(['paid', 'pending', 'pending']);
  });

  it('is refused for one that is still to come, and before it started', async () => {
    const id = await startedByPhone(rig);
    expect((await post(rig, id, 'payments/1431/refund')).body.code).toBe('payment_not_refundable');
    const planned = await created(rig);
    expect((await post(rig, planned, 'payments/1/refund')).body.code).toBe('repeat_payment_not_started');
    expect((await post(rig, 'rp_none', 'payments/1/refund')).status).toBe(404);
  });
});

describe('a payment that is declined', () => {
  const declined = async (): Promise<string> => {
    rig.sandbox.set(WORDS);
    const id = await startedByPhone(rig);
    rig.sandbox.schedules.declineNext(...KEY);
    rig.advance(30 * DAY);
    await rig.settle();
    await rig.sweep();
    return id;
  };

  it('is seen after its day, told once, and may be retried', async () => {
    const id = await declined();
    expect(await statuses(id)).toEqual(['paid', 'declined', 'pending']);
    await read(rig, id, '?refresh=true');
    expect(await told(rig, id)).toEqual(['started', 'paid', 'failed']);
    expect((await post(rig, id, 'payments/1431/retry')).status).toBe(200);
    expect(await statuses(id)).toEqual(['paid', 'paid', 'pending']);
    expect((await post(rig, id, 'payments/1431/retry')).body.code).toBe('payment_not_retryable');
    expect(await told(rig, id)).toEqual(['started', 'paid', 'failed', 'paid']);
  });

  it('may be declined again', async () => {
    const id = await declined();
    rig.sandbox.nextPayment({ outcome: 'declined' });
    expect((await post(rig, id, 'payments/1431/retry')).body.code).toBe('refused_by_blink');
    expect(await statuses(id)).toEqual(['paid', 'declined', 'pending']);
  });

  it('is not retried once the repeat payment was cancelled: nothing more is taken', async () => {
    const id = await declined();
    expect((await post(rig, id, 'cancel')).body.status).toBe('cancelled');
    expect((await statuses(id))[1]).toBe('declined');
    expect(await post(rig, id, 'payments/1431/retry')).toMatchObject({
      status: 409,
      body: { code: 'payment_not_retryable', detail: expect.stringContaining('was cancelled') as string },
    });
    expect(asked(rig, 'POST', '/repeat-payments/retry')).toBe(0);
  });

  it('is not retried while nobody knows whether the repeat payment was cancelled', async () => {
    const id = await declined();
    rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments' }, { kind: 'reset-before' });
    await post(rig, id, 'cancel');
    expect(await post(rig, id, 'payments/1431/retry')).toMatchObject({
      status: 409,
      body: { code: 'outcome_unknown' },
    });
    expect(asked(rig, 'POST', '/repeat-payments/retry')).toBe(0);
  });

  it.each(['reset-after', 'reset-before'] as const)(
    'whose retry has no answer (%s) is retried once, and settled by what Blink shows',
    async (kind) => {
      const id = await declined();
      rig.sandbox.breakNext({ method: 'POST', path: '/repeat-payments/retry' }, { kind });
      await post(rig, id, 'payments/1431/retry');
      rig.advance(3 * MINUTE);
      expect(await read(rig, id, '?refresh=true')).toMatchObject({ needs_review: null, pending: [] });
      expect((await statuses(id))[1]).toBe(kind === 'reset-after' ? 'paid' : 'declined');
      expect(asked(rig, 'POST', '/repeat-payments/retry')).toBe(1);
    },
  );
});

describe('another card', () => {
  const AMEX: Card = { number: '374245455400001', cvv: '4887', expiry: '12/30' };
  const replace = async (id: string, card: Card = CHALLENGED) => {
    const { cardCheck, repeatPayment } = await openCardUpdate(depsOf(rig), id, { by: 'customer' });
    const paymentToken = await tokenise(rig, cardCheck.intent.merchantId, card);
    const at = { repeatPaymentId: id, cardCheckId: cardCheck.id };
    const shown = cardUpdateOn(dayOf(rig.clock.now()), repeatPayment);
    const send = () => updateCard(depsOf(rig), at, { paymentToken, shown }, { by: 'customer' });
    return { cardCheck, send };
  };

  it('is asked for at an address of the customer’s, and then used for what is to come', async () => {
    const id = await startedByPhone(rig);
    const { status, body } = await post(rig, id, 'card-update');
    expect(status).toBe(201);
    expect(body).toEqual({ checkout_url: `${(await read(rig, id)).checkout_url}/new-card` });
    const { send } = await replace(id, AMEX);
    expect(await send()).toMatchObject({ kind: 'updated' });
    expect(rig.sandbox.schedules.list()[0]?.cardMask).toMatch(/0001$/);
    expect(await told(rig, id)).toEqual(['started', 'paid', 'card_updated']);
    await expect(send()).rejects.toMatchObject({ code: 'card_check_used' });
    expect(asked(rig, 'POST', '/repeat-payments/card')).toBe(1);
  });

  it('two presses of one button are one call', async () => {
    const { send } = await replace(await startedByPhone(rig));
    await Promise.allSettled([send(), send()]);
    expect(asked(rig, 'POST', '/repeat-payments/card')).toBe(1);
  });

  it('whose answer is lost may be entered again, which settles it', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.breakNext({ method: 'POST', path: '/repeat-payments/card' }, { kind: 'reset-after' });
    expect(await (await replace(id)).send()).toEqual({ kind: 'unknown' });
    expect(await read(rig, id)).toMatchObject({ needs_review: 'card_update_unknown' });
    const { send, cardCheck } = await replace(id);
    expect(await send()).toMatchObject({ kind: 'updated' });
    expect(await read(rig, id)).toMatchObject({ needs_review: null, pending: [] });
    await expect(send()).rejects.toMatchObject({ code: 'card_check_used' });
    expect(asked(rig, 'POST', '/repeat-payments/card')).toBe(2);
    const next = await openCardUpdate(depsOf(rig), id, { by: 'customer' });
    expect(next.cardCheck.id).not.toBe(cardCheck.id);
  });

  it('that Blink refuses leaves the old one, and the form', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.breakNext(
      { method: 'POST', path: '/repeat-payments/card' },
      { kind: 'status', status: 400, body: { success: false, message: 'Payment Token is invalid' } },
    );
    const { send } = await replace(id);
    expect(await send()).toMatchObject({ kind: 'not_updated', why: 'refused' });
    expect(await send()).toMatchObject({ kind: 'updated' });
  });

  it('is refused from a form that is too old, or one of another time', async () => {
    const id = await startedByPhone(rig);
    const { send } = await replace(id);
    rig.advance(40 * MINUTE);
    expect(await send()).toMatchObject({ kind: 'not_updated', why: 'form_over' });
    const { cardCheck } = await openCardUpdate(depsOf(rig), id, { by: 'customer' });
    expect(cardCheck.id).not.toBe((await kept(rig, id)).setups[0]?.id);
    expect(await send()).toMatchObject({ kind: 'not_updated', why: 'form_over' });
  });

  it('is tried five times a day at most', async () => {
    const id = await startedByPhone(rig);
    for (let tries = 0; tries < 5; tries++)
      expect(await (await replace(id)).send()).toMatchObject({ kind: 'updated' });
    expect(await (await replace(id)).send()).toMatchObject({ kind: 'not_updated', why: 'too_many' });
  });

  it('is of no use before it started, or when it is over', async () => {
    const planned = await created(rig);
    expect((await post(rig, planned, 'card-update')).body.code).toBe('card_not_replaceable');
    await expect(openCardUpdate(depsOf(rig), planned, { by: 'customer' })).rejects.toMatchObject({
      code: 'card_not_replaceable',
    });
    const id = await startedByPhone(rig);
    await post(rig, id, 'cancel');
    expect((await post(rig, id, 'card-update')).status).toBe(409);
    expect((await post(rig, 'rp_none', 'card-update')).status).toBe(404);
  });
});

describe('a running plan', () => {
  it('is followed to its end by the sweep alone, each payment told once', async () => {
    rig.sandbox.notifications.withhold(true);
    const id = await startedByPhone(rig);
    for (let day = 0; day < 63; day++) {
      rig.advance(DAY);
      await rig.sweep();
    }
    expect(await read(rig, id)).toMatchObject({ status: 'completed', needs_review: null });
    expect(await told(rig, id)).toEqual(['started', 'paid', 'paid', 'paid', 'completed']);
  });

  it('learns of a payment by its notification, within seconds', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.schedules.runNext(...KEY);
    await hear(rig);
    expect(await statuses(id)).toEqual(['paid', 'paid', 'pending']);
  });

  it('is looked at once a week when nothing is due', async () => {
    const id = await startedByPhone(rig, { ...FIXED, every: 6 });
    rig.sandbox.notifications.withhold(true);
    rig.advance(2 * DAY);
    await rig.sweep();
    rig.sandbox.schedules.cancel(...KEY);
    rig.advance(8 * DAY);
    await rig.sweep();
    expect(await read(rig, id)).toMatchObject({ status: 'cancelled' });
    expect(await told(rig, id)).toContain('cancelled');
  });

  it('shows a human a payment of which nothing was heard for a week', async () => {
    const id = await startedByPhone(rig, { ...VARIABLE });
    const { blink } = depsOf(rig);
    const stale = await blink.repeatPayments.get({ type: 'variable', id: 127 }, 'GBP');
    Object.assign(blink.repeatPayments, { get: () => Promise.resolve(stale) });
    rig.advance(17 * DAY);
    await rig.settle();
    await rig.sweep();
    expect((await read(rig, id)).needs_review).toBeNull();
    rig.advance(2 * DAY);
    await rig.sweep();
    expect((await read(rig, id)).needs_review).toBe('payment_overdue');
    await post(rig, id, 'review', { resolution: 'dismissed', reason: 'Blink is slow' });
    rig.advance(DAY);
    await rig.sweep();
    expect((await read(rig, id)).needs_review).toBeNull();
  });

  it('without an end shows what Blink has written down, and forgets nothing of it', async () => {
    const id = await startedByPhone(rig, { ...FIXED, instalments: null, frequency: 'weeks' });
    const before = (await kept(rig, id)).payments.length;
    rig.advance(15 * DAY);
    await rig.settle();
    await rig.sweep();
    const { payments } = await read(rig, id);
    expect(payments.length).toBe(before + 2);
    expect(payments.slice(0, 3).map(({ status }: { status: string }) => status)).toEqual([
      'paid',
      'paid',
      'paid',
    ]);
  });

  it('of twenty shows fifteen with ids, and the rest as planned', async () => {
    const id = await startedByPhone(rig, { ...FIXED, instalments: 20 });
    const { payments } = await read(rig, id);
    expect(payments).toHaveLength(20);
    expect(payments.filter((each: { id: string | null }) => each.id === null)).toHaveLength(
      20 - (await kept(rig, id)).payments.length,
    );
    expect(payments.at(-1)).toMatchObject({ id: null, date: '2028-06-20', amount: 500, status: 'pending' });
  });

  it('that Blink goes on with under another number is shown to a human', async () => {
    const id = await startedByPhone(rig);
    const { blink } = depsOf(rig);
    const shown = await blink.repeatPayments.get({ type: 'fixed', id: 273 }, 'GBP');
    Object.assign(blink.repeatPayments, { get: () => Promise.resolve({ ...shown, childId: 274 }) });
    expect(await read(rig, id, '?refresh=true')).toMatchObject({ needs_review: 'replaced_at_blink' });
  });

  it('that Blink takes other amounts by than were agreed is shown to a human', async () => {
    const id = await startedByPhone(rig, { ...FIXED, instalments: 20 });
    const { blink } = depsOf(rig);
    const shown = await blink.repeatPayments.get({ type: 'fixed', id: 273 }, 'GBP');
    const more = {
      ...shown.instalments[0],
      id: 9999,
      date: '2028-05-20',
      amount: { minor: 50_000, currency: 'GBP' },
    };
    Object.assign(blink.repeatPayments, {
      get: () => Promise.resolve({ ...shown, instalments: [...shown.instalments, more] }),
    });
    expect(await read(rig, id, '?refresh=true')).toMatchObject({ needs_review: 'plan_differs' });
  });

  it('whose word Blink has never published is shown to a human, and stays what it was', async () => {
    const id = await startedByPhone(rig);
    const { blink } = depsOf(rig);
    const shown = await blink.repeatPayments.get({ type: 'fixed', id: 273 }, 'GBP');
    Object.assign(blink.repeatPayments, { get: () => Promise.resolve({ ...shown, status: 'Paused' }) });
    expect(await read(rig, id, '?refresh=true')).toMatchObject({
      status: 'active',
      needs_review: 'unknown_status',
    });
    expect((await post(rig, id, 'review', { resolution: 'happened', reason: 'x' })).body.code).toBe(
      'resolution_does_not_fit',
    );
    await post(rig, id, 'review', { resolution: 'dismissed', reason: 'Paused for the holidays' });
    expect(await read(rig, id, '?refresh=true')).toMatchObject({ needs_review: null });
  });

  it('that Blink does not know any more is shown to a human', async () => {
    const id = await startedByPhone(rig);
    rig.sandbox.breakNext(
      { method: 'GET', path: '/repeat-payments/273' },
      { kind: 'status', status: 404, body: { error: 'Invalid request' } },
    );
    expect(await read(rig, id, '?refresh=true')).toMatchObject({
      status: 'active',
      needs_review: 'schedule_missing',
    });
    expect(await read(rig, id, '?refresh=true')).toMatchObject({ needs_review: null });
  });
});
