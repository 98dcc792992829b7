import { SECOND } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';
import { comeBack, lieAboutTransactions, notify, orderNow, unheardOrder, type Target } from './scene';

type Looking = (rig: Rig, target: Target, transactionId: string) => Promise<unknown>;

const LOOKS: readonly (readonly [string, Looking])[] = [
  ['the return', (_, { returnUrl }, id) => comeBack(returnUrl, { transaction_id: id })],
  [
    'the notification',
    async (rig, { notificationUrl }, id) => {
      await notify(notificationUrl, { transaction_id: id });
      await rig.settle();
    },
  ],
  [
    'a human who names it',
    (rig, { id: orderId }, id) => rig.api('POST', `/orders/${orderId}/transactions`, { transaction_id: id }),
  ],
];

const WRONG_AMOUNTS = [
  ['a penny less', { amount: '10.98' }],
  ['a penny more', { amount: 11 }],
  ['a hundred times as much', { amount: '1099' }],
  ['the opposite', { amount: -10.99 }],
  ['nothing', { amount: 0 }],
  ['the same figure of another currency', { currency: 'EUR' }],
  ['the same figure of a currency without pence', { currency: 'JPY', amount: '1099' }],
] as const;

const UNKNOWN_WORDS = [
  'Completed',
  'captured!',
  'Paid?',
  'not captured',
  'Verified',
  '0',
  'Captured/Declined',
];

const UNREADABLE = [
  ['an amount that is no number', { amount: 'ten pounds' }],
  ['an amount with parts of a penny', { amount: '10.9901' }],
  ['an amount with an exponent', { amount: '1.099e1' }],
  ['an amount that is a list', { amount: ['10.99'] }],
  ['no currency', { currency: null }],
  ['no status', { status: null }],
  ['a status that is a list', { status: ['Captured'] }],
  ['the id of another transaction', { transaction_id: 'BL-AAAAAAAAAA' }],
] as const;

describe.each(LOOKS)("what Blink's ledger says of our own transaction, looked at after %s,", (_, look) => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig()));
  beforeEach(() => rig.sandbox.mend());
  afterAll(() => rig.stop());

  it.each(WRONG_AMOUNTS)('is never a payment when it is %s: a human is asked', async (_name, lie) => {
    const target = await unheardOrder(rig);
    lieAboutTransactions(rig, lie, 3);
    await look(rig, target, target.transaction.id);
    expect(await orderNow(rig, target.id)).toMatchObject({
      status: 'processing',
      amount_captured: 0,
      needs_review: 'wrong_amount',
    });
  });

  it.each(UNKNOWN_WORDS)('is neither paid nor failed when it says "%s": a human is asked', async (status) => {
    const target = await unheardOrder(rig);
    lieAboutTransactions(rig, { status });
    await look(rig, target, target.transaction.id);
    expect(await orderNow(rig, target.id)).toMatchObject({
      status: 'processing',
      amount_captured: 0,
      needs_review: 'unknown_status',
    });
  });

  it.each(UNREADABLE)(
    'changes nothing when it has %s, and counts once it can be read',
    async (_name, lie) => {
      const target = await unheardOrder(rig);
      lieAboutTransactions(rig, lie);
      await look(rig, target, target.transaction.id);
      expect(await orderNow(rig, target.id)).toMatchObject({ status: 'processing', amount_captured: 0 });

      rig.sandbox.mend();
      rig.advance(6 * SECOND);
      await look(rig, target, target.transaction.id);
      await rig.settle();
      expect(await orderNow(rig, target.id)).toMatchObject({ status: 'paid', needs_review: null });
    },
  );

  it('is under way when it says "approved": no payment, and no reservation that nobody asked for', async () => {
    const target = await unheardOrder(rig);
    lieAboutTransactions(rig, { status: 'Approved' });
    await look(rig, target, target.transaction.id);
    expect(await orderNow(rig, target.id)).toMatchObject({
      status: 'processing',
      amount_authorised: 0,
      amount_captured: 0,
    });
  });
});
