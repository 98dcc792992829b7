import { statusOf } from '../../src/orders/domain/status';
import { describeOnPostgres } from '../support/postgres';
import { CHALLENGED, createOrder, FRICTIONLESS, type Card } from '../support/shopper';
import { at, type Death, inFull, whileBlinkHas, whileCommitting } from './deaths';
import { Scene } from './scene';

const CHARGE = 'creditcards';

/** From the press on "Pay" to the answer. */
const WHILE_PAYING: readonly (readonly [string, Card, Death])[] = [
  ['before the claim', CHALLENGED, at('before', 'change_order', 'charge_claimed')],
  ['in the middle of committing the claim, in vain', CHALLENGED, whileCommitting('charge_claimed', 'undone')],
  ['in the middle of committing the claim', CHALLENGED, whileCommitting('charge_claimed', 'done')],
  ['before a claim that is committed afterwards', FRICTIONLESS, whileCommitting('charge_claimed', 'late')],
  ['after the claim', FRICTIONLESS, at('after', 'change_order', 'charge_claimed')],
  ['before the charge is sent', FRICTIONLESS, at('before', 'creditCards.pay')],
  ['when it is sent and Blink has not begun', FRICTIONLESS, whileBlinkHas(CHARGE, 'not-done')],
  ['when it is sent and Blink has taken the money', FRICTIONLESS, whileBlinkHas(CHARGE, 'done')],
  ['when it is sent and the bank wants to see the shopper', CHALLENGED, at('after', 'creditCards.pay')],
  ['after the answer, before it is stored', FRICTIONLESS, at('before', 'change_order', 'outcome_unknown')],
  [
    'in the middle of committing the answer, in vain',
    CHALLENGED,
    whileCommitting('challenge_received', 'undone'),
  ],
  ['in the middle of committing the answer', FRICTIONLESS, whileCommitting('outcome_unknown', 'done')],
  ['before an answer that is committed afterwards', FRICTIONLESS, whileCommitting('outcome_unknown', 'late')],
  ['when the named transaction is stored and not read', FRICTIONLESS, at('before', 'transactions.get')],
  ['before what was read is stored', FRICTIONLESS, at('before', 'change_order', 'money_captured')],
  [
    'after the commit, before the shopper is answered',
    CHALLENGED,
    at('after', 'change_order', 'challenge_received'),
  ],
];

/** When the bank has taken the money, and the shopper comes back. */
const WHILE_RETURNING: readonly (readonly [string, Death])[] = [
  ['before Blink is asked', at('before', 'transactions.get')],
  ['after Blink has answered', at('after', 'transactions.get')],
  ['in the middle of committing what it says', whileCommitting('money_captured', 'done')],
  ['after the commit, before the shopper is answered', at('after', 'change_order', 'money_captured')],
];

const NOTIFIED = inFull ? (['first', 'last'] as const) : (['last'] as const);

describeOnPostgres('a process that is killed while a shopper pays by card', () => {
  let scene: Scene;
  beforeAll(async () => void (scene = await Scene.open()));
  afterAll(() => scene.close());

  describe.each(NOTIFIED)('and Blink’s notifications come %s', (notified) => {
    beforeEach(() => scene.fleet.blink.set({ notifications: { withhold: true } }));

    it.each(WHILE_PAYING)('%s: one payment, once the shopper comes back', async (_, card, dies) => {
      const order = await createOrder(scene);
      await dies(scene, () => scene.comesToPay(order, card));
      await scene.goesOn(order, card, notified);
      expect(statusOf(await scene.orderNow(order))).toBe('paid');
    });

    it.each(WHILE_RETURNING)('%s, at the return from the bank: one payment', async (_, dies) => {
      const order = await createOrder(scene);
      await dies(scene, () => scene.comesToPay(order, CHALLENGED));
      await scene.goesOn(order, CHALLENGED, notified);
      expect(statusOf(await scene.orderNow(order))).toBe('paid');
    });
  });
});
