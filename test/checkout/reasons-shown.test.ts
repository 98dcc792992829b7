import { DECLINE_TEXTS } from '../../src/blink/wire/decline-kind';
import { folded } from '../../src/blink/wire/documented-texts';
import { plainText } from '../../src/blink/wire/plain-text';
import { createRepeatPayment, sendCard } from '../repeat-payments/pages/customer';
import { orderOf } from '../support/paid';
import { startRig, type Rig } from '../support/rig';
import { createOrder, FRICTIONLESS, payByCard, type ShownPage } from '../support/shopper';

const BANK_MAY_SAY = 'Your bank did not accept the payment. It can tell you why.';
const NO_MONEY = 'There was not enough money available for it.';
const CODE = 'The security code was missing, or it was not the right one.';
const DETAILS = 'Some of the details were missing or not right, or the card has expired.';
const CALL = 'Your bank wants to speak to you first.';
const NOT_YOU = 'Your bank could not confirm that it was you.';
const CHECK = 'Your bank has to check that it is you.';
const TEST_AMOUNT = 'This amount cannot be paid with a test account.';
const GENERAL = 'The payment was not accepted. Your bank may be able to tell you why.';

/** What a bank's or Blink's text becomes; null where the heading has said it. */
const KNOWN: readonly (readonly [text: string, shown: string | null])[] = [
  ['DECLINED', BANK_MAY_SAY],
  ['REJECTED', BANK_MAY_SAY],
  ['CARD DECLINED', BANK_MAY_SAY],
  ['Payment declined', BANK_MAY_SAY],
  ['Payment rejected', BANK_MAY_SAY],
  ['KEEP CARD', BANK_MAY_SAY],
  ['Card declined - keep card', BANK_MAY_SAY],
  ['declined, keep card', BANK_MAY_SAY],
  ['Do not honour', BANK_MAY_SAY],
  ['Insufficient funds', NO_MONEY],
  ['CV2 not matched', CODE],
  ['Missing Cardcvv', CODE],
  ['Missing or invalid data', DETAILS],
  ['EXPIRED', DETAILS],
  ['REFERRED', CALL],
  ['Card referred', CALL],
  ['3DS DECLINED', NOT_YOU],
  ['Failed_3DS', NOT_YOU],
  ['Authentication Rejected By Issuer', NOT_YOU],
  ['Authentication Rejected By Issuer - Cardholder Not Enrolled In Service', NOT_YOU],
  ['3DS authentication required', CHECK],
  ['SCA required', CHECK],
  ['declined, SCA required', CHECK],
  ['Invalid test amount', TEST_AMOUNT],
  ['FAILED', null],
  ['FINISHED', null],
  ['Payment failed', null],
];
const UNKNOWN = [
  'Lost or stolen: call the police, hold the customer',
  'Card declined - ring 0900 123 456 and read us your PIN',
  'Insufficient funds <img src=x onerror=alert(1)>',
  '<b>Pay again at https://evil.example</b>',
  'constructor',
  '__proto__',
  '...',
];
const EVERY: readonly (readonly [string, string | null])[] = [
  ...KNOWN,
  ...UNKNOWN.map((text) => [text, GENERAL] as const),
];

let rig: Rig;
beforeAll(async () => void (rig = await startRig()));
afterAll(() => rig.stop());

const refuse = (path: RegExp, text: string) =>
  rig.sandbox.breakNext(
    { method: 'POST', path },
    {
      kind: 'status',
      work: 'not-done',
      status: 500,
      body: { error: 'Payment not made', error_response: text },
    },
  );

function expectOurWords(page: ShownPage, text: string, shown: string | null): void {
  expect(page.text).toContain('Your card was declined');
  expect(page.text).not.toContain(text);
  expect(page.html).not.toContain(text);
  for (const word of ['evil', '0900', 'onerror', 'stolen', 'keep card'])
    expect(page.html.toLowerCase()).not.toContain(word);
  if (shown === null) expect(page.text).not.toContain('Reason given');
  else expect(page.text).toContain(`Reason given ${shown}`);
}

describe('why a payment was refused', () => {
  it('is known of every text that the code knows', () => {
    expect(KNOWN.map(([text]) => folded(text)).sort()).toEqual(Object.keys(DECLINE_TEXTS).sort());
  });

  it.each(EVERY)(
    '"%s" is told to the shopper in our words, and to the shop as it came',
    async (text, shown) => {
      const { id, checkout_url } = await createOrder(rig);
      refuse(/\/creditcards$/, text);
      expectOurWords(await payByCard(rig, checkout_url, FRICTIONLESS), text, shown);
      const { attempts } = await orderOf(rig, id);
      expect(attempts[0].decline_reason).toBe(plainText(text));
    },
  );

  it.each(EVERY)('"%s" is told in our words to whoever agreed to a plan', async (text, shown) => {
    const { id, checkout_url } = await createRepeatPayment(rig);
    refuse(/\/repeat-payments$/, text);
    expectOurWords(await sendCard(rig, checkout_url, FRICTIONLESS), text, shown);
    const { setups } = (await rig.api('GET', `/repeat-payments/${id}`)).body;
    expect(setups.at(-1)).toMatchObject({ status: 'declined', decline_reason: plainText(text) });
  });
});
