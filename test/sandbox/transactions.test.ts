import { pay, startClient, type Client } from './sandbox-client';

let client: Client;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.close());

const firstId = () => client.sandbox.control.ledger()[0]!.id;

describe('GET transactions', () => {
  it('gives the recorded shape, with merchant_data as text', async () => {
    await pay(client, { amount: 1.1 });
    expect(firstId()).toMatch(/^BL-[0-9A-Z]{10}-\d{6}$/);
    expect(await client.api('GET', `/transactions/${firstId()}`)).toMatchObject({
      status: 200,
      body: {
        data: {
          transaction_id: firstId(),
          status: 'Captured',
          message: 'Payment Successful',
          amount: 1.1,
          currency: 'GBP',
          payment_source: 'Visa Credit Card',
          customer_name: 'Ada Example',
          customer_email: 'ada@example.com',
          customer_address: null,
          customer_postcode: null,
          card_number_mask: '454305******9990',
          merchant_data: '{"order_id": "1 a"}', // written anew, as recorded: not letter by letter what was sent
        },
      },
    });
  });

  it('gives merchant_data as an object when the switch says so', async () => {
    client.sandbox.control.set({ merchantDataOnGet: 'object' });
    await pay(client);
    const { body } = await client.api('GET', `/transactions/${firstId()}`);
    expect(body['data']).toMatchObject({ merchant_data: { order_id: '1 a' } });
  });

  it('answers 404 for one that does not exist, and needs a token', async () => {
    expect(await client.api('GET', '/transactions/BL-NONE')).toMatchObject({
      status: 404,
      body: { error: expect.any(String) as string },
    });
    expect(await client.call('GET', '/api/pay/v1/transactions/BL-NONE')).toMatchObject({ status: 401 });
  });
});
