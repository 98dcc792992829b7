import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import { formsIn } from '../support/html-forms';
import { describeOnPostgres } from '../support/postgres';
import { createOrder, formIn, submit, visit, type CreatedOrder } from '../support/shopper';
import { expectGoodBooks } from './books';
import { at, type Death, inFull, whileBlinkHas, whileCommitting } from './deaths';
import { Scene } from './scene';

const PAYER = {
  given_name: 'Ada',
  family_name: 'Shopper',
  company_name: '',
  email: 'ada@shopper.example',
  account_holder_name: 'A Shopper',
  branch_code: '20-00-00',
  account_number: '5577 9911',
};

type Row = readonly [string, Death];
const ALWAYS: readonly Row[] = [
  ['after the claim', at('after', 'change_order', 'charge_claimed')],
  ['when it is sent and Blink has set it up', whileBlinkHas('directdebits', 'done')],
  ['after the answer, before it is stored', at('after', 'directDebits.pay')],
];
const MORE: readonly Row[] = [
  ['before the claim', at('before', 'change_order', 'charge_claimed')],
  ['in the middle of committing the claim', whileCommitting('charge_claimed', 'done')],
  ['when it is sent and Blink has not begun', whileBlinkHas('directdebits', 'not-done')],
  ['after the commit, before the shopper is answered', at('after', 'change_order', 'outcome_pending')],
];

describeOnPostgres('a process that is killed while a shopper sets a direct debit up', () => {
  let scene: Scene;
  beforeAll(async () => void (scene = await Scene.open()));
  beforeEach(() => scene.fleet.blink.set({ notifications: { withhold: true } }));
  afterAll(() => scene.close());

  async function setsUp({ checkout_url }: CreatedOrder): Promise<void> {
    const page = await visit(checkout_url);
    if (!formsIn(page.html).some(({ id }) => id === 'direct-debit-form')) return;
    await submit(page, formIn(page, 'direct-debit-form'), PAYER);
  }

  it.each(inFull ? [...ALWAYS, ...MORE] : ALWAYS)(
    '%s: one collection stands, and the order knows it',
    async (_, dies) => {
      const order = await createOrder(scene, { payment_methods: ['direct_debit'], expires_in: 7 * 86_400 });
      await dies(scene, () => setsUp(order));
      await scene.restart();
      for (const passed of [0, 3 * MINUTE, 16 * MINUTE, HOUR]) {
        await scene.fleet.advance(passed);
        await scene.fleet.settle();
        await setsUp(order);
      }
      for (let day = 0; day < 9; day++) {
        await scene.hearsAll([order]);
        await scene.fleet.advance(DAY);
        await scene.fleet.settle();
      }
      await expectGoodBooks(scene.fleet, [order.id]);
      expect((await scene.orderNow(order)).attempts.map(({ captured }) => captured)).toContain(1_099);
    },
  );
});
