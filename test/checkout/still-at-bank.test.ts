import { MINUTE } from '../../src/kernel/clock';
import { charge, openOrder, transactionOf, type Target } from '../attacks/scene';
import { linksIn } from '../support/html-forms';
import { historyOf, orderOf } from '../support/paid';
import { payBy } from '../support/pay-by';
import { startRig, type Rig } from '../support/rig';
import {
  answerBank,
  CHALLENGED,
  createOrder,
  formIn,
  FRICTIONLESS,
  goToBank,
  payByCard,
  submit,
  visit,
} from '../support/shopper';

const CONTINUE = 'Continue at your bank';
const BEING_CHECKED = 'We are checking your payment';

describe('a payment that Blink calls under way while the shopper is at the bank', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
    rig.sandbox.notifications.withhold(true);
  });
  afterEach(() => rig.stop());

  const at = ({ id, attempt }: Target) => ({ orderId: id, attemptId: attempt.id });
  const charges = () => rig.sandbox.calls({ method: 'POST', path: /\/creditcards$/ }).length;
  const kept = () => rig.sandbox.ledger().filter(({ net }) => net > 0);
  const page = async ({ checkout_url }: Target) => (await visit(checkout_url)).text;

  /** As a notification or the sweep does once the transaction is known. */
  const readBy = (target: Target, by: 'notification' | 'sweep' | 'return') =>
    rig.dependencies.payments.verify(at(target), transactionOf(rig, target).id, { by });

  const atBank = async (by: 'notification' | 'sweep' = 'notification'): Promise<Target> => {
    const target = await openOrder(rig);
    await charge(rig, target, CHALLENGED);
    await readBy(target, by);
    expect((await orderOf(rig, target.id)).attempts).toMatchObject([{ status: 'pending' }]);
    return target;
  };
  const bankPage = async ({ checkout_url }: Target) => {
    const waiting = await visit(checkout_url);
    const link = linksIn(waiting.html).find(({ label }) => label.includes('Continue'));
    return goToBank(await visit(new URL(link?.href ?? '', checkout_url).href));
  };

  it.each(['notification', 'sweep'] as const)(
    'still offers the bank after the %s has read it, and is paid there once',
    async (by) => {
      const target = await atBank(by);
      expect(await page(target)).toContain(CONTINUE);
      const receipt = await answerBank(await bankPage(target), 'Approve');
      expect(receipt.text).toContain('Payment received');
      expect(await orderOf(rig, target.id)).toMatchObject({ status: 'paid', needs_review: null });
      expect([charges(), kept().length]).toEqual([1, 1]);
    },
  );

  it('is read many times without a line in the history for each', async () => {
    const target = await atBank();
    const before = await historyOf(rig, target.id);
    await readBy(target, 'sweep');
    await readBy(target, 'notification');
    expect(await historyOf(rig, target.id)).toEqual(before);
    expect(await page(target)).toContain(CONTINUE);
  });

  it.each(['with its name', 'without a name'])(
    'is being checked once the shopper is back, %s',
    async (how) => {
      const target = await atBank();
      const query = how === 'with its name' ? `?transaction_id=${transactionOf(rig, target).id}` : '';
      const back = await visit(target.returnUrl + query);
      expect(back.text).toContain(BEING_CHECKED);
      await readBy(target, 'notification');
      expect(await page(target)).toContain(BEING_CHECKED);
      expect((await visit(`${target.checkout_url}/bank`)).text).toContain(BEING_CHECKED);
    },
  );

  it('is being checked once the shopper is back, although Blink cannot be read', async () => {
    const target = await atBank();
    rig.sandbox.breakNext({ method: 'GET', path: '/transactions/', times: 9 }, { kind: 'reset-before' });
    const { id } = transactionOf(rig, target);
    expect((await visit(`${target.returnUrl}?transaction_id=${id}`)).text).toContain(BEING_CHECKED);
  });

  it('is being checked when the return itself is the first to read it', async () => {
    const target = await openOrder(rig);
    await charge(rig, target, CHALLENGED);
    const { id } = transactionOf(rig, target);
    expect((await visit(`${target.returnUrl}?transaction_id=${id}`)).text).toContain(BEING_CHECKED);
  });

  it('is not offered to be paid in another way meanwhile', async () => {
    const target = await atBank();
    expect((await visit(`${target.checkout_url}/card`)).text).toContain(CONTINUE);
    expect(charges()).toBe(1);
  });

  it('can be given up for another card; what the bank takes all the same goes back', async () => {
    const target = await atBank();
    const bank = await bankPage(target);
    const waiting = await visit(target.checkout_url);
    await submit(waiting, formIn(waiting, 'Use another card instead'));
    expect(await orderOf(rig, target.id)).toMatchObject({
      status: 'open',
      attempts: [{ status: 'abandoned' }, { status: 'ready' }],
    });
    await readBy(target, 'sweep');
    expect(await orderOf(rig, target.id)).toMatchObject({ status: 'open' });

    const receipt = await payByCard(rig, target.checkout_url, FRICTIONLESS);
    expect(receipt.text).toContain('Payment received');
    await answerBank(bank, 'Approve');
    await rig.settle();
    expect(await orderOf(rig, target.id)).toMatchObject({ status: 'paid', amount_captured: 1099 });
    expect(kept()).toMatchObject([{ net: 1099 }]);
  });

  it('is not given up when it was paid meanwhile: Blink is asked first', async () => {
    const target = await atBank();
    const waiting = await visit(target.checkout_url);
    const bank = await bankPage(target);
    const form = formIn(bank, 'Approve');
    await fetch(new URL(form.action, bank.url), {
      method: 'POST',
      body: new URLSearchParams(form.fields),
      headers: { origin: rig.sandboxOrigin },
      redirect: 'manual',
    });
    expect((await submit(waiting, formIn(waiting, 'Use another card instead'))).text).toContain(
      'Payment received',
    );
    expect(charges()).toBe(1);
  });

  it('is being checked when it is a bank transfer: that is under way after the shopper has approved it, too', async () => {
    const order = await createOrder(rig, { payment_methods: ['open_banking'] });
    await payBy(rig, 'open_banking', order.checkout_url);
    expect((await visit(order.checkout_url)).text).toContain(CONTINUE);
    const [attempt] = (await orderOf(rig, order.id)).attempts;
    const [transaction] = rig.sandbox.ledger();
    const where = { orderId: order.id, attemptId: attempt.id };
    await rig.dependencies.payments.verify(where, transaction?.id ?? '', { by: 'notification' });
    expect((await visit(order.checkout_url)).text).toContain(BEING_CHECKED);
  });

  it('is being checked, and then shown to a human, when the bank’s page is over and nobody came back', async () => {
    const target = await atBank();
    rig.advance(20 * MINUTE);
    await rig.sweep();
    expect(await orderOf(rig, target.id)).toMatchObject({ status: 'processing', needs_review: null });
    rig.advance(13 * MINUTE);
    await rig.sweep();
    expect(await page(target)).toContain(BEING_CHECKED);
    expect(await orderOf(rig, target.id)).toMatchObject({
      status: 'processing',
      needs_review: 'outcome_unknown',
      attempts: [{ status: 'pending' }],
    });
  });
});
