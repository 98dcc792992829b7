import { createBlink } from '../../src/blink/create-blink';
import { hear } from '../support/paid';
import { payBy } from '../support/pay-by';
import { startRig, type Rig, type RigOptions } from '../support/rig';
import { createOrder, visit } from '../support/shopper';
import { agree, callIn, created, FIXED } from '../repeat-payments/support/started';
import { openCardUpdate } from '../../src/repeat-payments/use-cases/open-card-update';
import { PAYMENT_METHODS } from '../../src/payments/methods';

const KNOWN = { address: '12 St James Square', postcode: 'SW1Y 4LB' };
const ADA = { name: 'Ada Shopper', email: 'ada@shopper.example', ...KNOWN };

let rig: Rig;
/** Addresses as they went to Blink with an intent, and with what was paid or started with it. */
let sent: { readonly what: 'intent' | 'payment'; readonly address: unknown; readonly postcode: unknown }[];

interface Whose {
  readonly address?: string | undefined;
  readonly postcode?: string | undefined;
}

async function start(env: RigOptions['env'] = {}): Promise<void> {
  sent = [];
  const noted = <Asked>(what: 'intent' | 'payment', whose: Whose | undefined, asked: Asked): Asked => {
    sent.push({ what, address: whose?.address, postcode: whose?.postcode });
    return asked;
  };
  rig = await startRig({
    env,
    client: (options) => {
      const blink = createBlink(options);
      const { intents, creditCards, directDebits, openBankings, wallets, repeatPayments } = blink;
      return {
        ...blink,
        intents: {
          ...intents,
          create: (asked) => intents.create(noted('intent', asked.customer, asked)),
          createToCheckCard: (asked) => intents.createToCheckCard(noted('intent', asked.customer, asked)),
        },
        creditCards: { pay: (asked) => creditCards.pay(noted('payment', asked.payer, asked)) },
        directDebits: { pay: (asked) => directDebits.pay(noted('payment', asked, asked)) },
        openBankings: { pay: (asked) => openBankings.pay(noted('payment', asked.payer, asked)) },
        wallets: { pay: (wallet, asked) => wallets.pay(wallet, noted('payment', asked.payer, asked)) },
        repeatPayments: {
          ...repeatPayments,
          create: (asked) => repeatPayments.create(noted('payment', asked.payer, asked)),
        },
      };
    },
  });
}
afterEach(() => rig.stop());

describe('the address that the shop gave', () => {
  beforeEach(() => start());

  it.each(PAYMENT_METHODS)(
    'goes to Blink with the intent and the payment, though no form asks: %s',
    async (method) => {
      const order = await createOrder(rig, { customer: ADA, payment_methods: [method] });
      await payBy(rig, method, order.checkout_url);
      await hear(rig);
      expect(sent).toEqual([
        { what: 'intent', ...KNOWN },
        { what: 'payment', ...KNOWN },
      ]);
      expect((await rig.api('GET', `/orders/${order.id}`)).body.customer).toMatchObject(KNOWN);
    },
  );

  it('goes with repeat payments, and with the form for another card', async () => {
    const id = await created(rig, { ...FIXED, customer: ADA });
    await callIn(rig, id);
    await openCardUpdate(rig.dependencies.repeatPayments, id, { by: 'customer' });
    expect(sent).toEqual([
      { what: 'intent', ...KNOWN },
      { what: 'payment', ...KNOWN },
      { what: 'intent', ...KNOWN },
    ]);
  });

  it('is not sent where there is none', async () => {
    const order = await createOrder(rig, {
      customer: { name: 'Ada', email: ADA.email },
      payment_methods: ['card'],
    });
    await payBy(rig, 'card', order.checkout_url);
    expect(sent).toEqual([
      { what: 'intent', address: undefined, postcode: undefined },
      { what: 'payment', address: undefined, postcode: undefined },
    ]);
  });
});

describe('BLINK_ADDRESS_REQUIRED', () => {
  const FIELDS = ['customer_address', 'customer_postcode'];
  const asked = async (methods: readonly string[]) => {
    const { html } = await visit((await createOrder(rig, { payment_methods: methods })).checkout_url);
    return FIELDS.filter((name) => new RegExp(`<input[^>]*name="${name}"`).test(html));
  };

  it.each(['card', 'direct_debit', 'open_banking'])(
    'has the form ask for address and postcode: %s',
    async (method) => {
      await start({ BLINK_ADDRESS_REQUIRED: 'on' });
      expect(await asked([method])).toEqual(FIELDS);
      await rig.stop();
      await start();
      expect(await asked([method])).toEqual([]);
    },
  );

  it('has customers of repeat payments asked too, and sends what they type in the place of what was known', async () => {
    await start({ BLINK_ADDRESS_REQUIRED: 'on' });
    const id = await created(rig, {
      ...FIXED,
      customer: { ...ADA, address: 'elsewhere', postcode: 'X1 1XX' },
    });
    const { html } = await visit((await rig.api('GET', `/repeat-payments/${id}`)).body.checkout_url);
    for (const name of FIELDS) expect(html).toContain(`name="${name}"`);
    await agree(rig, id); // as Ada, of another address
    expect(sent.at(-1)).toEqual({ what: 'payment', ...KNOWN });
  });
});
