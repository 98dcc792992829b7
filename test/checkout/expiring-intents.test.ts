import { MINUTE, SECOND } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';
import { createOrder, filledCardForm, FRICTIONLESS, submit } from '../support/shopper';

describe('an intent that is about to run out', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await startRig()));
  afterEach(() => rig.stop());

  const charges = () => rig.sandbox.calls({ method: 'POST', path: 'creditcards' });

  it.each([
    ['two minutes before its end', -2 * MINUTE, 1],
    ['half a minute before its end: the charge could arrive too late', -30 * SECOND, 0],
    ['after its end', SECOND, 0],
  ])('is charged or not: %s', async (_, fromEndMs, sent) => {
    const order = await createOrder(rig);
    const { page, form, fields } = await filledCardForm(rig, order.checkout_url);
    const [attempt] = (await rig.dependencies.payments.orders.find(order.id))?.attempts ?? [];
    const end = attempt?.intent.expiresAt.getTime() ?? 0;
    rig.advance(end + fromEndMs - rig.clock.now().getTime());
    await submit(page, form, fields);
    expect(charges()).toHaveLength(sent);
  });

  it('lives as long as its token by the clocks of both, wherever the computer’s own stands', async () => {
    rig.advance(Date.now() - rig.clock.now().getTime() - 29 * MINUTE);
    const order = await createOrder(rig);
    const { page, form, fields } = await filledCardForm(rig, order.checkout_url, FRICTIONLESS);
    const [attempt] = (await rig.dependencies.payments.orders.find(order.id))?.attempts ?? [];
    expect(Number(attempt?.intent.expiresAt) - rig.clock.now().getTime()).toBeGreaterThan(29 * MINUTE);
    rig.advance(20 * MINUTE);
    expect((await submit(page, form, fields)).text).toContain('Payment received');
  });
});
