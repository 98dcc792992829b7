import { answerChallenge, cardPayment, intentRequest, pay, startClient, type Client } from './sandbox-client';

let client: Client;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.close());

const intentOf = async (more = {}) => (await client.api('POST', '/intents', intentRequest(more))).body;

describe('a card payment by the shopper', () => {
  it('goes to the bank, is captured and comes back with everything encoded twice', async () => {
    const payment = await cardPayment(client, await intentOf());
    const started = await client.api('POST', '/creditcards', payment, {
      'user-agent': 'Shopper/1',
      accept: 'text/html',
    });
    expect(started.status).toBe(200);
    expect(started.body['acsform']).toMatch(
      /^<form id="form3ds" method="post" action="http:\/\/127\.0\.0\.1:\d+\/acs">/,
    );
    expect(client.sandbox.control.ledger()).toMatchObject([
      { status: 'Received', captured: 0, forwarded: { userAgent: 'Shopper/1', accept: 'text/html' } },
    ]);

    const back = await answerChallenge(client, started.body['acsform'], 'approve');
    const [entry] = client.sandbox.control.ledger();
    expect(back.status).toBe(302);
    expect(back.headers.get('location')).toBe(
      `http://127.0.0.1:9/return?key=1&transaction_id=${entry!.id}&status=captured&note=Success&merchant_data=%257B%2522order_id%2522%253A%25221%2Ba%2522%257D`,
    );
    expect(entry).toMatchObject({
      status: 'Captured',
      amount: 1050,
      captured: 1050,
      net: 1050,
      reference: 'order-1',
    });
  });

  it('declines what the shopper refuses at the bank', async () => {
    const started = await client.api('POST', '/creditcards', await cardPayment(client, await intentOf()));
    const back = await answerChallenge(client, started.body['acsform'], 'refuse');
    expect(back.headers.get('location')).toContain('status=declined&note=3DS%2BDECLINED');
    expect(client.sandbox.control.ledger()).toMatchObject([
      { status: 'Declined', message: '3DS DECLINED', captured: 0 },
    ]);
  });

  it('counts the first answer of the bank only', async () => {
    const started = await client.api('POST', '/creditcards', await cardPayment(client, await intentOf()));
    const first = await answerChallenge(client, started.body['acsform'], 'approve');
    const again = await answerChallenge(client, started.body['acsform'], 'refuse');
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(client.sandbox.control.ledger()).toMatchObject([
      { captured: 1050, history: [{}, { status: 'Captured' }] },
    ]);
  });

  it('passes without a challenge when the card expires in January', async () => {
    const payment = await cardPayment(client, await intentOf(), {}, '01/40');
    const { status, body } = await client.api('POST', '/creditcards', payment);
    expect(status).toBe(200);
    expect(body['url']).toContain('status=captured');
  });

  it('is turned down before the bank page when the card expires in February', async () => {
    const payment = await cardPayment(client, await intentOf(), {}, '02/40');
    const { status, body } = await client.api('POST', '/creditcards', payment);
    expect(status).toBe(500);
    expect(body['url']).toContain('status=declined&note=Authentication%2BRejected');
  });

  it.each([
    ['device_timezone', 'Device timezone is required'],
    ['device_capabilities', 'Device capabilities is required'],
    ['device_accept_language', 'Device accept language is required'],
    ['device_screen_resolution', 'Device screen resolution is required'],
    ['remote_address', 'Remote address is required'],
    ['payment_intent', 'Payment Intent is required'],
    ['paymentToken', 'Payment Token is required'],
    ['customer_name', 'Customer name is required'],
    ['customer_email', 'Customer email is required'],
  ])('is refused without %s', async (field, message) => {
    const payment = await cardPayment(client, await intentOf(), { [field]: '' });
    const { status, body } = await client.api('POST', '/creditcards', payment);
    expect(status).toBe(400);
    expect(body).toEqual({ message: 'Validation error', data: { [field]: [message] } });
    expect(client.sandbox.control.ledger()).toEqual([]);
  });

  it('reports a missing field as an error object when the switch says so', async () => {
    client.sandbox.control.set({ validationShape: 'error', validationStatus: 422 });
    const payment = await cardPayment(client, await intentOf(), { remote_address: 'somewhere' });
    const { status, body } = await client.api('POST', '/creditcards', payment);
    expect(status).toBe(422);
    expect(body).toEqual({ error: 'Invalid remoteAddress', error_response: 'Invalid remoteAddress' });
  });
});

describe('a card payment by telephone', () => {
  it('is captured at once and needs no device', async () => {
    const { status, body } = await pay(client, {}, { device_timezone: '', remote_address: '' });
    expect(status).toBe(200);
    expect(body['url']).toContain('status=captured&note=Success');
  });

  it('takes form bodies like JSON ones', async () => {
    const payment = await cardPayment(client, await intentOf(), { type: '2' });
    const { authorization } = await authorised();
    const asForm = new URLSearchParams(payment as Record<string, string>);
    const response = await fetch(`${client.origin}/api/pay/v1/creditcards`, {
      method: 'POST',
      body: asForm,
      headers: { authorization },
    });
    expect(response.status).toBe(200);
    expect(client.sandbox.control.ledger()).toMatchObject([
      { status: 'Captured', merchantData: '{"order_id":"1 a"}' },
    ]);
  });

  const authorised = async () => {
    const { body } = await client.call('POST', '/api/pay/v1/tokens', {
      api_key: 'sandbox-api-key',
      secret_key: 'sandbox-secret-key',
    });
    return { authorization: `Bearer ${String(body['access_token'])}` };
  };
});

describe('an intent', () => {
  it('is paid once only', async () => {
    const intent = await intentOf();
    const payment = await cardPayment(client, intent, { type: 2 });
    const answers = await Promise.all([1, 2, 3].map(() => client.api('POST', '/creditcards', payment)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    expect(answers.find(({ status }) => status === 401)?.body).toMatchObject({
      error: 'Payment Intent has expired',
    });
    expect(client.sandbox.control.ledger()).toHaveLength(1);
  });

  it('is used up by a decline, unless the switch says otherwise', async () => {
    const intent = await intentOf({ amount: 120 });
    const payment = await cardPayment(client, intent, { type: 2 });
    expect((await client.api('POST', '/creditcards', payment)).status).toBe(500);
    expect((await client.api('POST', '/creditcards', payment)).status).toBe(401);

    client.sandbox.control.set({ declineUsesIntent: false });
    const other = await cardPayment(client, await intentOf({ amount: 120 }), { type: 2 });
    expect((await client.api('POST', '/creditcards', other)).status).toBe(500);
    expect((await client.api('POST', '/creditcards', other)).status).toBe(500);
  });
});

describe('the amount decides', () => {
  it.each([
    [1, 'Captured', 200],
    [24.99, 'Captured', 200],
    [25, 'Captured', 200],
    [100, 'Declined', 500],
    [149.99, 'Declined', 500],
    [150, 'Declined', 500],
    [300, 'Declined', 500],
  ])('%d GBP is %s', async (amount, outcome, status) => {
    expect((await pay(client, { amount })).status).toBe(status);
    expect(client.sandbox.control.ledger()).toMatchObject([{ status: outcome }]);
  });

  it.each([
    [50, 'Referred'],
    [99.99, 'Referred'],
    [200, 'Declined'],
    [299.99, 'Declined'],
  ])('%d GBP is %s once and then authorised', async (amount, first) => {
    expect((await pay(client, { amount })).status).toBe(500);
    expect((await pay(client, { amount })).status).toBe(200);
    expect((await pay(client, { amount })).status).toBe(500);
    expect(client.sandbox.control.ledger().map(({ status }) => status)).toEqual([first, 'Captured', first]);
  });

  it('settles the next morning as accepted or rejected', async () => {
    await pay(client, { amount: 24.99 });
    await pay(client, { amount: 25 });
    client.sandbox.control.clock.advance(26 * 3_600_000);
    expect(client.sandbox.control.ledger()).toMatchObject([
      { status: 'Accepted', net: 2499 },
      { status: 'Rejected', net: 0 },
    ]);
  });
});

describe('a rule set from outside', () => {
  it('goes before card and amount for one payment', async () => {
    client.sandbox.control.nextPayment({ outcome: 'declined' });
    expect((await pay(client)).status).toBe(500);
    expect((await pay(client)).status).toBe(200);
  });

  it('goes before the expiry month for a card', async () => {
    client.sandbox.control.cardRule('9990', { threeDs: 'frictionless', outcome: 'keep-card' });
    client.sandbox.control.set({ declineShape: 'error', declineStatus: 402 });
    const { status, body } = await pay(client, {}, { type: 1 });
    expect(status).toBe(402);
    expect(body).toEqual({ error: 'Payment rejected', error_response: 'Card declined - keep card' });
  });
});

describe('kinds of payment', () => {
  it.each([
    ['VERIFY', { amount: 0 }, 'Verified', 'status=verified', 0],
    ['PREAUTH', {}, 'Approved', 'status=approved', 0],
    ['SALE', { delay_capture_days: 3 }, 'Approved', 'status=approved', 0],
    ['CREDIT', {}, 'Captured', 'note=Refund%2BAccepted', 0],
  ])('%s with %j is %s', async (transaction_type, more, status, inUrl, captured) => {
    const { body } = await pay(client, { transaction_type, ...more });
    expect(body['url']).toContain(inUrl);
    expect(client.sandbox.control.ledger()).toMatchObject([
      { status, captured, transactionType: transaction_type },
    ]);
  });

  it('captures a delayed payment when its day has come', async () => {
    await pay(client, { delay_capture_days: 3 });
    client.sandbox.control.clock.advance(2 * 86_400_000);
    expect(client.sandbox.control.ledger()).toMatchObject([{ status: 'Approved', captured: 0 }]);
    client.sandbox.control.clock.advance(86_400_000);
    expect(client.sandbox.control.ledger()).toMatchObject([{ status: 'Captured', captured: 1050 }]);
  });
});

describe('the way back', () => {
  it.each([
    ['res', (id: string) => `&res=${id}`],
    ['res-base64', (id: string) => `&res=${encodeURIComponent(Buffer.from(id).toString('base64'))}`],
  ] as const)('can take the older form %s', async (returnForm, expected) => {
    client.sandbox.control.set({ returnForm });
    const { body } = await pay(client);
    expect(body['url']).toBe(
      `http://127.0.0.1:9/return?key=1${expected(client.sandbox.control.ledger()[0]!.id)}`,
    );
  });

  it('leaves merchant_data out when there was none', async () => {
    const { body } = await pay(client, {}, { merchant_data: undefined });
    expect(body['url']).not.toContain('merchant_data');
  });
});
