import { formFieldsOf, intentRequest, startClient, type Client, type Json } from './sandbox-client';

let client: Client;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.close());

const control = () => client.sandbox.control;
const start = async (more: Json = {}) => {
  const { body } = await client.api(
    'POST',
    '/intents',
    intentRequest({ payment_type: 'open-banking', amount: 0.01 }),
  );
  const payment = {
    payment_intent: body['payment_intent'],
    user_name: 'Ada',
    user_email: 'ada@example.com',
    ...more,
  };
  return client.api('POST', '/openbankings', payment);
};
const press = async (address: unknown, button: 0 | 1) => {
  const path = String(address).replace(client.origin, '');
  const page = await client.call('GET', path);
  expect(page.body['text']).toContain('Sandbox');
  const { action, fields } = formFieldsOf(
    String(page.body['text']).match(/<form[\s\S]*?<\/form>/g)![button]!,
  );
  return client.call('POST', action, fields.toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
};

describe('an open banking payment', () => {
  it('goes to the bank and comes back as a success', async () => {
    const { status, body } = await start();
    expect(status).toBe(200);
    const back = await press(body['redirect_url'], 0);
    const [entry] = control().ledger();
    expect(back.headers.get('location')).toBe(
      `http://127.0.0.1:9/return?key=1&transaction_id=${entry!.id}&status=Success&note=Success`,
    );
    expect(entry).toMatchObject({
      status: 'Success',
      captured: 1,
      paymentSource: 'Open Banking',
      customer: { name: 'Ada' },
    });
    expect((await client.api('GET', `/transactions/${entry!.id}`)).body['data']).not.toHaveProperty(
      'customer_address',
    );
  });

  it('fails when it is refused, and the first answer counts', async () => {
    const { body } = await start();
    expect((await press(body['redirect_url'], 1)).headers.get('location')).toContain(
      'status=Failed&note=Failed',
    );
    const path = String(body['redirect_url']).replace(client.origin, '');
    const again = await client.call('POST', path, 'answer=approve', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(again.headers.get('location')).toContain('status=Failed');
    expect(control().ledger()).toMatchObject([{ status: 'Failed', captured: 0 }]);
  });

  it('can name the address url', async () => {
    control().set({ openBankingKey: 'url' });
    expect((await start()).body).toEqual({ url: expect.stringContaining('/bank/') as string });
  });

  it('can fail at once, with a 500', async () => {
    control().nextPayment({ outcome: 'declined' });
    expect(await start()).toMatchObject({ status: 500, body: { error: 'Failed' } });
    expect(control().ledger()).toMatchObject([{ status: 'Failed' }]);
  });

  it.each([
    [{ user_name: '' }, { customer_name: ['Customer name is required'] }],
    [{ user_email: '' }, { customer_email: ['Customer email is required'] }],
    [{ payment_intent: '' }, { payment_intent: ['Payment Intent is required'] }],
  ])('is refused for %j', async (more, data) => {
    expect(await start(more)).toMatchObject({ status: 400, body: { data } });
  });

  it('has no bank page that does not exist', async () => {
    expect((await client.call('GET', '/bank/none')).status).toBe(404);
    expect(
      (
        await client.call('POST', '/acs', 'creq=none', {
          'content-type': 'application/x-www-form-urlencoded',
        })
      ).status,
    ).toBe(404);
    expect((await client.call('POST', '/api/pay/v1/sandbox-shop/3ds_2_2/none')).status).toBe(404);
  });
});
