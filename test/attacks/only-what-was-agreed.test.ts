import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import { startByCard } from '../../src/repeat-payments/use-cases/start-by-card';
import { createRepeatPayment, DATES, running, sendCard } from '../repeat-payments/pages/customer';
import { ADA, BROWSER } from '../repeat-payments/support/started';
import { startRig, type Rig } from '../support/rig';
import { filledCardForm, formIn, post, visit } from '../support/shopper';

const STARTS = { method: 'POST', path: /\/repeat-payments$/ };
const CARD_UPDATES = { method: 'POST', path: '/repeat-payments/card/' };
const NEWS = 'may have changed since this page was opened';

interface Renewed {
  readonly attempt_id: string;
  readonly hidden: readonly { name: string; value: string }[];
  readonly shown: readonly { name: string; value: string }[];
}

const byName = (inputs: Renewed['hidden']) =>
  Object.fromEntries(inputs.map(({ name, value }) => [name, value]));

describe('a form to agree with', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const starts = () => rig.sandbox.calls(STARTS);
  const newDay = () => rig.advance(DAY);

  it.each<[string, (shown: string) => string]>([
    ['nothing', () => ''],
    ['something', () => 'x'.repeat(43)],
    ['a part of what it showed', (shown) => shown.slice(1)],
    ['far too much', (shown) => shown.repeat(100)],
  ])('that says it showed %s starts nothing, and the next page says so', async (_, tamper) => {
    const { checkout_url } = await createRepeatPayment(rig);
    const { url, fields } = await filledCardForm(rig, checkout_url);
    const shown_plan = tamper(formIn(await visit(checkout_url), 'card-form').fields['shown_plan'] ?? '');
    const answer = await post(url, { ...fields, shown_plan }, rig.origin);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain(NEWS);
    expect(starts()).toEqual([]);
    expect((await sendCard(rig, checkout_url)).html).toContain('bank-form');
  });

  it('of an earlier release, which does not say, starts nothing', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const { url, fields } = await filledCardForm(rig, checkout_url);
    const ofBefore = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'shown_plan'));
    expect((await post(url, ofBefore, rig.origin)).status).toBe(409);
    expect(starts()).toEqual([]);
  });

  it.each<[string, object]>([
    ['another amount', { amount: 501 }],
    ['another first amount', { first_amount: 1001 }],
    ['another currency', { currency: 'EUR' }],
    ['another rhythm', { frequency: 'months' }],
    ['another interval', { every: 3 }],
    ['one payment more', { instalments: 13 }],
    ['no end', { instalments: null }],
    ['another start', { start_date: '2026-12-01' }],
    ['other words for what it is', { reference: 'CLUB-8' }],
    ['days of its own', DATES],
    ['the very same plan of somebody else', {}],
  ])('that showed a plan with %s starts nothing', async (_, otherPlan) => {
    rig.sandbox.set({ currencies: ['GBP', 'EUR'] });
    const mine = await createRepeatPayment(rig);
    const other = await createRepeatPayment(rig, otherPlan);
    const { shown_plan = '' } = formIn(await visit(other.checkout_url), 'card-form').fields;
    expect(shown_plan).not.toBe('');
    const { url, fields } = await filledCardForm(rig, mine.checkout_url);
    expect((await post(url, { ...fields, shown_plan }, rig.origin)).status).toBe(409);
    expect(starts()).toEqual([]);
  });

  it('of yesterday starts nothing, whatever day it says that it is of', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const { fields } = await filledCardForm(rig, checkout_url);
    newDay();
    const today = await filledCardForm(rig, checkout_url);
    const { shown_plan = '' } = fields as Readonly<Record<string, string>>;
    const answer = await post(today.url, { ...today.fields, shown_plan }, rig.origin);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain(NEWS);
    expect(starts()).toEqual([]);
  });

  it('is compared by the claim itself, the last to see the plan before Blink is asked', async () => {
    const { id, checkout_url } = await createRepeatPayment(rig);
    const { fields } = await filledCardForm(rig, checkout_url);
    const { attempt_id: setupId = '', paymentToken } = { ...fields } as Record<string, string>;
    const at = { repeatPaymentId: id, setupId };
    const card = { paymentToken: paymentToken ?? '', payer: ADA, browser: BROWSER };
    const outcome = await startByCard(rig.dependencies.repeatPayments, at, 'another page', card);
    expect(outcome).toEqual({ kind: 'not_charged', why: 'not_as_shown' });
    expect(starts()).toEqual([]);
  });

  it('is told by its renewal what it would show by now, and is never given that as what it showed', async () => {
    const { checkout_url } = await createRepeatPayment(rig);
    const { url, fields } = await filledCardForm(rig, checkout_url);
    const shown = (names: Readonly<Record<string, string>>) => names['shown_plan'];
    const renew = async () => (await (await post(`${checkout_url}/renew`, {}, rig.origin)).json()) as Renewed;

    rig.advance(27 * MINUTE);
    expect(shown(byName((await renew()).shown))).toBe(shown(fields));
    newDay();
    const renewed = await renew();
    expect(shown(byName(renewed.shown))).not.toBe(shown(fields));
    expect(renewed.hidden.filter(({ name }) => /shown/.test(name))).toEqual([]);
    const sent = { ...fields, ...byName(renewed.hidden), attempt_id: renewed.attempt_id };
    expect((await post(url, sent, rig.origin)).status).toBe(409);
    expect(starts()).toEqual([]);
  });
});

describe('a form for another card', () => {
  let rig: Rig;
  let address: string;
  beforeEach(async () => {
    rig = await startRig({ sandbox: { repeatBody: 'documented' } });
    address = `${(await running(rig)).checkout_url}/new-card`;
  });
  afterEach(() => rig.stop());

  const cardUpdates = () => rig.sandbox.calls(CARD_UPDATES);

  it.each(['', 'x'.repeat(43)])('that says it showed "%s" replaces nothing', async (shown_plan) => {
    const { url, fields } = await filledCardForm(rig, address);
    const answer = await post(url, { ...fields, shown_plan }, rig.origin);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain(NEWS);
    expect(cardUpdates()).toEqual([]);
    expect((await sendCard(rig, address)).text).toContain('Your new card is in place');
  });

  it('that showed another next payment replaces nothing, also after it was renewed', async () => {
    const { page, url, fields } = await filledCardForm(rig, address);
    expect(page.text).toContain('£5.00 on 4 December 2026');
    rig.advance(14 * DAY + HOUR);
    await rig.settle();
    await rig.sweep();
    const renewed = (await (await post(`${address}/renew`, {}, rig.origin)).json()) as Renewed;
    expect(byName(renewed.shown)).not.toMatchObject({
      shown_plan: formIn(page, 'card-form').fields['shown_plan'],
    });
    const sent = { ...fields, ...byName(renewed.hidden), attempt_id: renewed.attempt_id };
    const answer = await post(url, sent, rig.origin);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('£5.00 on 18 December 2026');
    expect(cardUpdates()).toEqual([]);
  });
});
