import { depsOf, hear } from '../repeat-payments/support/started';
import { answerBank, CHALLENGED, FRICTIONLESS, goToBank, payByCard } from '../support/shopper';
import { startShopAndCheckout, Visitor, type Setting } from './shop-rig';

const JOIN = 'Join for £9.50 a month';

describe('the coffee club of the demo shop', () => {
  let shop: Setting;
  let visitor: Visitor;
  beforeEach(async () => {
    shop = await startShopAndCheckout({ sandbox: { repeatBody: 'documented' } });
    visitor = new Visitor(shop.origin);
  });
  afterEach(() => shop.stop());

  const join = async (): Promise<string> => {
    await visitor.open('/club');
    const { status, location } = await visitor.press(JOIN);
    expect(status).toBe(303);
    return String(location);
  };
  const become = async (): Promise<void> => {
    const atBank = await goToBank(await payByCard(shop.rig, await join(), CHALLENGED));
    await answerBank(atBank, 'Approve');
    await hear(shop.rig);
  };
  const plans = async () => (await depsOf(shop.rig).store.list({ limit: 10 })).items;

  it('is joined by agreeing to a plan at the checkout, and shows what was taken', async () => {
    expect((await visitor.open('/club')).text).toContain('£9.50 a month');
    await become();
    const page = await visitor.open('/club?repeat_payment_id=rp_somebody-elses');
    expect(page.text).toContain('You are in the club');
    expect(page.text).toContain('20 November 2026');
    expect(page.text).toContain('£9.50, paid');
    expect(page.text).not.toContain(JOIN);
    expect(visitor.link('Payments and card')).toContain(`${shop.rig.origin}/repeat-payments/`);
  });

  it('has no member by coming back alone', async () => {
    const address = await join();
    const page = await visitor.open('/club?status=active');
    expect(page.text).toContain('You have not agreed yet');
    expect(visitor.link('Read it and agree')).toBe(address);
  });

  it('makes one plan of a double click', async () => {
    await visitor.open('/club');
    const [one, other] = await visitor.pressTwice(JOIN);
    expect(one).toBe(other);
    expect(await plans()).toHaveLength(1);
  });

  it('says that a payment failed, and where to enter another card', async () => {
    await become();
    shop.rig.sandbox.schedules.declineNext('fixed_schedule', 273);
    shop.rig.sandbox.schedules.runNext('fixed_schedule', 273);
    await hear(shop.rig);
    const page = await visitor.open('/club');
    expect(page.text).toContain('A payment did not go through');
    expect(page.text).toContain('£9.50, did not go through');
    expect(visitor.link('Payments and card')).toContain('/repeat-payments/');
  });

  it('can be joined again when the membership has ended, under a plan of its own', async () => {
    await become();
    const [plan] = await plans();
    await shop.rig.api('POST', `/repeat-payments/${plan?.id}/cancel`);
    const page = await visitor.open('/club');
    expect(page.text).toContain('Your membership has ended');
    await payByCard(shop.rig, String((await visitor.press(JOIN)).location), FRICTIONLESS);
    expect(await plans()).toHaveLength(2);
  });
});
