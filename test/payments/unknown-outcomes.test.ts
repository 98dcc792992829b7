import { MINUTE } from '../../src/kernel/clock';
import { hear, orderOf } from '../support/paid';
import { EVERY_WAY, filledForm, payBy } from '../support/pay-by';
import { startRig, type Rig } from '../support/rig';
import { createOrder, post } from '../support/shopper';

const POSTED = /\/pay\/v1\/(creditcards|directdebits|openbankings|applepay|googlepay)$/;

let rig: Rig;
beforeEach(async () => void (rig = await startRig()));
afterEach(() => rig.stop());

const sweepAfter = async (milliseconds: number) => {
  rig.advance(milliseconds);
  await rig.sweep();
  await hear(rig);
};

it.each(EVERY_WAY)(
  'a charge by %s whose outcome stays unknown is shown to a human after 15 minutes, and never made again until then',
  async (method) => {
    const { id, checkout_url } = await createOrder(rig, { payment_methods: [method] });
    const { url, fields } = await filledForm(rig, method, checkout_url);
    rig.sandbox.breakNext({ method: 'POST', path: POSTED }, { kind: 'reset-before' });
    await post(url, fields, rig.origin);

    await sweepAfter(13 * MINUTE);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'processing', needs_review: null });
    await post(url, fields, rig.origin);
    await expect(payBy(rig, method, checkout_url)).rejects.toThrow('We are checking your payment');

    await sweepAfter(3 * MINUTE);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'processing', needs_review: 'outcome_unknown' });
    expect(rig.sandbox.calls({ method: 'POST', path: POSTED })).toHaveLength(1);
  },
);
