import { startRig, type Rig } from '../support/rig';
import { createOrder, formIn, submit, visit, type ShownPage } from '../support/shopper';

const PAYER = {
  given_name: 'Ada',
  family_name: 'Shopper',
  company_name: '',
  email: 'ada@shopper.example',
  account_holder_name: 'A Shopper',
};
/** Neither passes the check. */
const DOUBTFUL = { branch_code: '93-80-63', account_number: '15764273' };
const ANOTHER = { branch_code: '08-99-99', account_number: '66374959' };

const QUESTION = 'Are these details right?';

describe('an account whose number does not seem to go with its sort code', () => {
  let rig: Rig;
  let url: string;
  beforeEach(async () => {
    rig = await startRig();
    url = (await createOrder(rig, { payment_methods: ['direct_debit'] })).checkout_url;
  });
  afterEach(() => rig.stop());

  const press = (page: ShownPage, typed: Readonly<Record<string, string>> = {}): Promise<ShownPage> =>
    submit(page, formIn(page, 'direct-debit-form'), typed);
  const first = async (typed: Readonly<Record<string, string>> = DOUBTFUL): Promise<ShownPage> =>
    press(await visit(url), { ...PAYER, ...typed });
  const asksOfBlink = () => rig.sandbox.calls({ method: 'POST', path: 'directdebits' }).length;

  it('is asked about beside the field, with all that was typed, before Blink is asked', async () => {
    const asked = await first();
    expect(asked.status).toBe(422);
    expect(asked.html).toMatch(/id="account_number-error">Are these details right\?/);
    expect(asked.text).toContain('press the button once more');
    expect(formIn(asked, 'direct-debit-form').fields).toMatchObject({ ...PAYER, ...DOUBTFUL });
    expect(asksOfBlink()).toBe(0);
  });

  it('goes to Blink when the button is pressed once more', async () => {
    const told = await press(await first());
    expect(asksOfBlink()).toBe(1);
    expect(told.text).not.toContain(QUESTION);
  });

  it('is refused by the sandbox in words that name the account it does take', async () => {
    const told = await press(await first());
    expect(told.html).toMatch(
      /id="account_number-error">[^<]*takes the test account 20-00-00, 55779911 only/,
    );
  });

  it('is the same account however it is written the second time', async () => {
    await press(await first(), { branch_code: '938063', account_number: '1576 4273' });
    expect(asksOfBlink()).toBe(1);
  });

  it('is not asked about again after Blink had something to say', async () => {
    const told = await press(await first());
    expect(told.status).toBe(422);
    await press(told);
    expect(asksOfBlink()).toBe(2);
  });

  it.each([
    ['both numbers are others', ANOTHER],
    ['the number is another', { account_number: '15764264' }],
    ['the sort code is another', { branch_code: '08-99-99' }],
  ])('is asked about anew when %s', async (_, typed) => {
    const again = await press(await first(), typed);
    expect(again.status).toBe(422);
    expect(again.text).toContain(QUESTION);
    expect(asksOfBlink()).toBe(0);
    await press(again);
    expect(asksOfBlink()).toBe(1);
  });

  it('is asked about again when the shopper was asked about another in between', async () => {
    const back = await press(await press(await first(), ANOTHER), DOUBTFUL);
    expect(back.text).toContain(QUESTION);
    expect(asksOfBlink()).toBe(0);
  });

  it('is asked about together with what else is wrong, and once', async () => {
    const asked = await first({ ...DOUBTFUL, email: '' });
    expect(asked.text).toContain('Enter your email address');
    expect(asked.text).toContain(QUESTION);
    await press(asked, { email: 'ada@shopper.example' });
    expect(asksOfBlink()).toBe(1);
  });

  it.each(['', 'yes', 'on', '089999:66374959', '938063', '15764273'])(
    'is asked about whatever else a form says of it: %j',
    async (account_asked_about) => {
      const asked = await first({ ...DOUBTFUL, account_asked_about });
      expect(asked.status).toBe(422);
      expect(asked.text).toContain(QUESTION);
      expect(asksOfBlink()).toBe(0);
    },
  );

  it('leaves nothing to answer once the numbers are corrected', async () => {
    const done = await press(await first(), { branch_code: '20-00-00', account_number: '55779911' });
    expect(done.text).toContain('Your Direct Debit is set up');
    expect(asksOfBlink()).toBe(1);
  });

  it('is in no line of the log', async () => {
    await press(await first());
    expect(rig.log.text()).not.toContain('15764273');
    expect(rig.log.text()).not.toContain('938063');
  });
});
