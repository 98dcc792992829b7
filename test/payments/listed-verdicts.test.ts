import { DAY, HOUR, MINUTE, SECOND } from '../../src/kernel/clock';
import type { Fault } from '../../src/sandbox/faults/fault';
import { hear, orderOf } from '../support/paid';
import { EVERY_WAY, finish, payBy, TYPED } from '../support/pay-by';
import { startRig, type Rig } from '../support/rig';
import { createOrder, filledCardForm, formIn, FRICTIONLESS, post, submit, visit } from '../support/shopper';
import { formsIn } from '../support/html-forms';
import type { PaymentMethod } from '../../src/payments/methods';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  rig.sandbox.notifications.withhold(true);
});
afterEach(() => rig.stop());

const CALLS = /\/(creditcards|googlepay|applepay|directdebits|openbankings)$/;
const answer = (work: 'done' | 'not-done', status: number, error: string): Fault => ({
  kind: 'status',
  work,
  status,
  body: { error },
  ...(status === 429 && { headers: { 'Retry-After': '2' } }),
});
const breakCharge = (fault: Fault) => rig.sandbox.breakNext({ method: 'POST', path: CALLS }, fault);
const charges = () => rig.sandbox.calls({ method: 'POST', path: CALLS }).length;
const taken = () => rig.sandbox.ledger().filter(({ captured }) => captured > 0);

const TURNED_AWAY = [
  [401, 'Access Token expired'],
  [401, 'Unauthorised request'],
  [429, 'Too Many Attempts.'],
] as const;
const REFUSED = [400, 401, 422].flatMap((status) =>
  ['Missing or invalid data', 'CV2 not matched', 'Do not honour', 'Insufficient funds'].map(
    (text) => [status, text] as const,
  ),
);

/** What pressing the button once more does, on the page that came back. */
async function pressAgain(method: PaymentMethod, page: Awaited<ReturnType<typeof visit>>) {
  rig.advance(3 * SECOND);
  if (method === 'card') return payBy(rig, method, page.url.replace(/\/card$/, ''));
  const form = formsIn(page.html).find(({ id }) => id.endsWith('-form'));
  if (!form) throw new Error(`There is no form: ${page.text.slice(0, 200)}`);
  return submit(page, form, TYPED[method]);
}

describe.each(TURNED_AWAY)('a charge that Blink turns away with %d "%s"', (status, text) => {
  it.each(EVERY_WAY)(
    'was not looked at: the shopper tries again at once, on the same intent (%s)',
    async (method) => {
      const { id, checkout_url } = await createOrder(rig, { payment_methods: [method] });
      breakCharge(answer('not-done', status, text));
      const page = await payBy(rig, method, checkout_url);
      expect(page.status).toBe(422);
      expect(page.text).toMatch(/nothing was (charged|paid|set up)/i);
      expect(await orderOf(rig, id)).toMatchObject({ status: 'open', attempts: [{ status: 'ready' }] });

      await finish(rig, method, await pressAgain(method, page));
      await rig.sandbox.notifications.deliverPending();
      await hear(rig);
      expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: null });
      expect((await orderOf(rig, id)).attempts).toHaveLength(1);
      expect(rig.sandbox.calls({ method: 'POST', path: '/intents' })).toHaveLength(1);
      expect([taken().length, charges()]).toEqual([1, 2]);
    },
  );

  describe('and took all the same', () => {
    const tookAllTheSame = async () => {
      const order = await createOrder(rig);
      breakCharge(answer('done', status, text));
      const page = await payBy(rig, 'card', order.checkout_url);
      expect(page.status).toBe(422);
      expect(taken()).toHaveLength(1);
      rig.advance(3 * SECOND); // past the pause that a 429 asks for
      return order;
    };

    it('is found by the notification, and the open page charges nothing', async () => {
      const { id, checkout_url } = await tookAllTheSame();
      const form = await filledCardForm(rig, checkout_url, FRICTIONLESS);
      await rig.sandbox.notifications.deliverPending();
      await hear(rig);
      expect(await orderOf(rig, id)).toMatchObject({
        status: 'paid',
        amount_captured: 1099,
        needs_review: null,
      });
      await post(form.url, form.fields, rig.origin);
      expect((await visit(checkout_url)).text).toContain('Payment received');
      expect([taken().length, charges()]).toEqual([1, 1]);
    });

    it('is found by the return', async () => {
      const { id } = await tookAllTheSame();
      const [attempt] = (await orderOf(rig, id)).attempts;
      const back = rig.dependencies.payments.addresses.returnUrl(id, attempt.id);
      const page = await visit(`${back}?transaction_id=${taken()[0]?.id}&status=captured`);
      expect(page.text).toContain('Payment received');
    });

    it('is not taken again when the shopper presses once more before that: it is being checked', async () => {
      const { id, checkout_url } = await tookAllTheSame();
      expect((await payBy(rig, 'card', checkout_url)).text).toContain('We are checking your payment');
      expect(await orderOf(rig, id)).toMatchObject({
        status: 'processing',
        attempts: [{ status: 'unknown' }],
      });
      expect(taken()).toHaveLength(1);

      await rig.sandbox.notifications.deliverPending();
      await hear(rig);
      expect(await orderOf(rig, id)).toMatchObject({
        status: 'paid',
        amount_captured: 1099,
        needs_review: null,
      });
      expect([taken().length, charges()]).toEqual([1, 2]);
    });

    it('is found when a human names it', async () => {
      const { id } = await tookAllTheSame();
      const named = await rig.api('POST', `/orders/${id}/transactions`, { transaction_id: taken()[0]?.id });
      expect(named.body).toMatchObject({ status: 'paid', amount_captured: 1099 });
    });

    it('is held for a human, and not charged again, when it does not fit', async () => {
      const { id, checkout_url } = await tookAllTheSame();
      rig.sandbox.breakNext(
        { method: 'GET', path: '/transactions/', times: 9 },
        { kind: 'wrong-types', garble: (body) => withStatus(body, 'Perhaps') },
      );
      await rig.sandbox.notifications.deliverPending();
      await hear(rig);
      expect(await orderOf(rig, id)).toMatchObject({ status: 'processing', needs_review: 'unknown_status' });
      expect((await visit(checkout_url)).text).toContain('Please do not pay again');
    });
  });
});

describe.each(REFUSED)('a charge that is refused with %d "%s"', (status, text) => {
  it('is declined, and another card is taken', async () => {
    const { id, checkout_url } = await createOrder(rig);
    breakCharge(answer('not-done', status, text));
    const declined = await payBy(rig, 'card', checkout_url);
    expect(declined.text).toContain('Your card was declined');
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'open',
      attempts: [{ status: 'declined', decline_reason: text }],
    });
    await submit(declined, formIn(declined, 'Try another card'));
    await finish(rig, 'card', await payBy(rig, 'card', checkout_url));
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid' });
    expect(taken()).toHaveLength(1);
  });

  it('and was taken all the same, is found by the notification and charged once', async () => {
    const { id, checkout_url } = await createOrder(rig);
    breakCharge(answer('done', status, text));
    await payBy(rig, 'card', checkout_url);
    await rig.sandbox.notifications.deliverPending();
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      amount_captured: 1099,
      needs_review: null,
    });
    expect((await visit(checkout_url)).text).toContain('Payment received');
    expect([taken().length, charges()]).toEqual([1, 1]);
  });
});

describe('a charge that is refused, was taken all the same, and was made again by the shopper before that was known', () => {
  it('is kept once: the other goes back at once', async () => {
    const { id, checkout_url } = await createOrder(rig);
    breakCharge(answer('done', 422, 'Do not honour'));
    const declined = await payBy(rig, 'card', checkout_url);
    await submit(declined, formIn(declined, 'Try another card'));
    await finish(rig, 'card', await payBy(rig, 'card', checkout_url));
    await rig.sandbox.notifications.deliverPending();
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({
      status: 'paid',
      amount_captured: 1099,
      needs_review: null,
    });
    expect(rig.sandbox.ledger().filter(({ net }) => net > 0)).toMatchObject([{ net: 1099 }]);
  });
});

describe('a Direct Debit that is refused as "Missing or invalid data", and was set up all the same', () => {
  it('is found by the notification, and collected once', async () => {
    const { id, checkout_url } = await createOrder(rig, { payment_methods: ['direct_debit'] });
    breakCharge(answer('done', 400, 'Missing or invalid data'));
    expect((await payBy(rig, 'direct_debit', checkout_url)).text).toContain('Your Direct Debit was not paid');
    rig.advance(DAY + HOUR);
    await rig.sandbox.notifications.deliverPending();
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'processing' });
    rig.advance(7 * DAY);
    await rig.sandbox.notifications.deliverPending();
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', amount_captured: 1099 });
    expect(charges()).toBe(1);
  });
});

function withStatus(body: unknown, status: string): unknown {
  return { data: { ...(body as { data: object }).data, status } };
}

describe('what stands on no list', () => {
  it.each([
    [400, 'Something else'],
    [401, 'Something else'],
    [422, 'Something else'],
    [402, 'Insufficient funds'],
    [403, 'Do not honour'],
    [409, 'Do not honour'],
    [500, 'Insufficient funds'],
    [400, 'Access Token expired'],
    [422, 'Unauthorised request'],
    [500, 'Too Many Attempts.'],
  ])('stays unknown, and is found: %d "%s"', async (status, text) => {
    const { id, checkout_url } = await createOrder(rig);
    breakCharge(answer('done', status, text));
    expect((await payBy(rig, 'card', checkout_url)).text).toContain('We are checking your payment');
    rig.advance(MINUTE);
    await rig.sandbox.notifications.deliverPending();
    await hear(rig);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid', needs_review: null });
    expect([taken().length, charges()]).toEqual([1, 1]);
  });
});
