import { startClient, tokenise, type Client } from './sandbox-client';

let client: Client;
const lines: object[] = [];
beforeEach(async () => {
  client = await startClient({ log: (line) => lines.push(line) });
});
afterEach(() => client.close());

const PUBLISHED = [
  ['4929421234600821', '356'], ['4543059999999982', '110'], ['4543059999999990', '689'], ['4539791001730106', '289'],
  ['5301250070000191', '419'], ['5413339000001000', '304'], ['5434849999999951', '470'], ['5434849999999993', '557'],
  ['5573471234567898', '159'], ['374245455400001', '4887'], ['4917480000000008', '009'], ['4111111111111111', '123'],
] as const; // prettier-ignore

describe('tokenising', () => {
  it.each(PUBLISHED)('takes the published test card %s', async (number, cvv) => {
    const { status, body } = await tokenise(client, '12/40', number, cvv);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: true,
      message: 'Success',
      cardInfo: { issuer: null, productCode: '0' },
    });
    expect(body['cardMask']).toBe(
      `${number.slice(0, 6)}${'*'.repeat(number.length - 10)}${number.slice(-4)}`,
    );
    const token = JSON.parse(Buffer.from(String(body['paymentToken']), 'base64').toString()) as object;
    expect(token).toEqual({
      paymentToken: { method: 'card', resource: 'store', id: expect.any(Number) as number },
    });
  });

  it.each([
    [
      '4000056655665556',
      '12/40',
      '123',
      'cardNumber',
      'This is a sandbox: it takes published test cards only',
    ],
    ['', '12/40', '123', 'cardNumber', 'Enter the card number'],
    ['4543059999999990', '01/20', '689', 'cardExpiryDate', 'The card has expired'],
    ['4543059999999990', '13/40', '689', 'cardExpiryDate', 'Enter a month between 01 and 12'],
    ['4543059999999990', 'soon', '689', 'cardExpiryDate', 'Enter the expiry date as MM/YY'],
    ['4543059999999990', '12/40', '68', 'cardCVV', 'The security code has 3 digits'],
    ['374245455400001', '12/40', '488', 'cardCVV', 'The security code has 4 digits'],
  ])('refuses %s %s %s', async (number, expiry, cvv, field, message) => {
    const { status, body } = await tokenise(client, expiry, number, cvv);
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: false, invalid: { [field]: message } });
    expect(body).not.toHaveProperty('paymentToken');
  });

  it('takes a card until the end of its month', async () => {
    const now = client.sandbox.control.clock.now();
    const thisMonth = `${String(now.getUTCMonth() + 1).padStart(2, '0')}/${String(now.getUTCFullYear()).slice(2)}`;
    expect((await tokenise(client, thisMonth)).body['success']).toBe(true);
    client.sandbox.control.clock.advance(32 * 86_400_000);
    expect((await tokenise(client, thisMonth)).body['success']).toBe(false);
  });

  it('takes a urlencoded body, and refuses another merchant', async () => {
    const fields = { process: 'tokenise', merchantID: '233508', tokenType: 'card', 'tokenData[cardNumber]': '4111111111111111', 'tokenData[cardExpiryDate]': '12/40', 'tokenData[cardCVV]': '123' }; // prettier-ignore
    const post = async (more = {}) =>
      (
        await fetch(`${client.origin}/paymentform`, {
          method: 'POST',
          body: new URLSearchParams({ ...fields, ...more }),
        })
      ).json();
    expect(await post()).toMatchObject({ success: true });
    expect(await post({ merchantID: '1' })).toEqual({ success: false, message: 'Invalid merchantID' });
    expect(await post({ process: 'charge' })).toEqual({ success: false, message: 'Invalid request' });
  });

  it('neither logs a number nor keeps one', async () => {
    await tokenise(client);
    await tokenise(client, '12/40', '4000056655665556');
    await fetch(`${client.origin}/paymentform`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '4000056655665556',
    });
    const known = JSON.stringify([lines, client.sandbox.control.calls(), client.sandbox.control.ledger()]);
    expect(known).not.toMatch(/4543059999999990|4000056655665556/);
  });
});
