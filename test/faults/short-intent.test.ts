import { createBlink } from '../../src/blink/create-blink';
import { later, MINUTE } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';
import { createOrder, visit } from '../support/shopper';

describe('an intent that Blink gives too short a life', () => {
  let rig: Rig;
  afterEach(() => rig.stop());

  it('is an error page and one call, not a page that leads to itself for ever', async () => {
    rig = await startRig({
      client: (options) => {
        const blink = createBlink(options);
        const create: typeof blink.intents.create = async (intent) => ({
          ...(await blink.intents.create(intent)),
          expiresAt: later(options.clock.now(), 4 * MINUTE),
        });
        return { ...blink, intents: { ...blink.intents, create } };
      },
    });
    const order = await createOrder(rig);
    const page = await visit(order.checkout_url);
    expect(page).toMatchObject({ status: 503, text: expect.stringContaining('Nothing was taken') });
    expect(rig.sandbox.calls({ method: 'POST', path: '/intents' })).toHaveLength(1);
  });
});
