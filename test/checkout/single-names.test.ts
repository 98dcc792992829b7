import { startRig, type Rig } from '../support/rig';
import { createOrder, formIn, submit, visit, type ShownPage } from '../support/shopper';

const ACCOUNT = {
  email: 'cher@shopper.example',
  account_holder_name: 'Cher',
  branch_code: '20-00-00',
  account_number: '55779911',
};
const HOW = 'If you have one name only, write it in both fields.';

describe('a person with one name, who pays by direct debit', () => {
  let rig: Rig;
  let page: ShownPage;
  beforeEach(async () => {
    rig = await startRig();
    const { checkout_url } = await createOrder(rig, {
      payment_methods: ['direct_debit'],
      customer: { name: 'Cher' },
    });
    page = await visit(checkout_url);
  });
  afterEach(() => rig.stop());

  const press = (names: object): Promise<ShownPage> =>
    submit(page, formIn(page, 'direct-debit-form'), { ...ACCOUNT, ...names });
  const asksOfBlink = () => rig.sandbox.calls({ method: 'POST', path: 'directdebits' }).length;

  it('is told how before anything is wrong', () => {
    expect(page.text).toContain('If you have one name only, write it here as well.');
  });

  it.each([
    ['family_name', { given_name: 'Cher', family_name: '' }],
    ['given_name', { given_name: ' ', family_name: 'Cher' }],
  ])('is told how beside the %s that is empty, before Blink is asked', async (field, names) => {
    const again = await press(names);
    expect(again.status).toBe(422);
    expect(again.html).toMatch(new RegExp(`id="${field}-error">[^<]*${HOW}`));
    expect(asksOfBlink()).toBe(0);
  });

  it('pays with the name in both fields', async () => {
    const done = await press({ given_name: 'Cher', family_name: 'Cher' });
    expect(done.text).toContain('Your Direct Debit is set up');
    expect(asksOfBlink()).toBe(1);
  });
});
