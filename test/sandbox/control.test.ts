import {
  intentRequest,
  pay,
  startClient,
  tokenise,
  tokenRequest,
  type Client,
  type Json,
} from './sandbox-client';
import { openShop } from './shop';

let client: Client;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.close());

const post = (path: string, body: Json = {}, headers = {}) =>
  client.call('POST', `/sandbox/control/${path}`, body, headers);
const form = { 'content-type': 'application/x-www-form-urlencoded' };

async function startSchedule(more: Json = {}): Promise<void> {
  const { body: intent } = await client.api('POST', '/intents', intentRequest());
  const { body: card } = await tokenise(client);
  const { status } = await client.api('POST', '/repeat-payments', {
    payment_type: 'fixed_schedule', payment_intent: intent['payment_intent'], paymentToken: card['paymentToken'], type: 2,
    customer_name: 'Ada Example', customer_email: 'ada@example.com', currency: 'GBP', frequency: 'weeks', frequency_duration: 1,
    recurring_amount: 10.01, is_limited_installments: true, installments: 3, ...more,
  }); // prettier-ignore
  expect(status).toBe(201);
}

describe('the control API', () => {
  it('reads the ledger, the calls, the notifications and the settings', async () => {
    await pay(client);
    const { id } = client.sandbox.control.ledger()[0]!;
    expect((await client.call('GET', '/sandbox/control/ledger')).body).toMatchObject([
      { id, captured: 1050 },
    ]);
    expect((await client.call('GET', `/sandbox/control/ledger/${id}`)).body).toMatchObject({ id });
    expect((await client.call('GET', '/sandbox/control/ledger/none')).status).toBe(404);
    expect((await client.call('GET', '/sandbox/control/calls')).body).toMatchObject({
      counts: { 'POST /api/pay/v1/creditcards': 1 },
    });
    expect((await client.call('GET', '/sandbox/control/notifications')).body).toMatchObject([
      { transactionId: id },
    ]);
    expect((await client.call('GET', '/sandbox/control/settings')).body).toMatchObject({
      returnForm: 'current',
    });
  });

  it('moves the clock and settles', async () => {
    await pay(client);
    expect((await post('clock', { advanceMs: 26 * 3_600_000 })).status).toBe(200);
    expect(client.sandbox.control.ledger()).toMatchObject([{ status: 'Accepted' }]);
    await pay(client);
    await post('settle');
    expect(client.sandbox.control.ledger()).toMatchObject([{}, { status: 'Accepted' }]);
    expect((await post('clock', { advanceMs: -1 })).status).toBe(400);
  });

  it('breaks and mends a call', async () => {
    await post('faults', { path: 'tokens', times: 2, fault: { kind: 'html' } });
    expect((await client.call('POST', '/api/pay/v1/tokens', tokenRequest())).status).toBe(503);
    await post('faults/mend');
    expect((await client.call('POST', '/api/pay/v1/tokens', tokenRequest())).status).toBe(201);
    expect((await post('faults', { fault: { kind: 'earthquake' } })).status).toBe(400);
  });

  it('takes forms as well, and sends the browser back to the page', async () => {
    const answer = await client.call(
      'POST',
      '/sandbox/control/settings',
      'returnForm=res&notifications.copies=2&rateLimit=null&terminalsBroken=true',
      form,
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sandbox']);
    expect(client.sandbox.control.settings()).toMatchObject({
      returnForm: 'res',
      rateLimit: null,
      terminalsBroken: true,
      notifications: { copies: 2, format: 'json' },
    });
  });

  it('breaks a call by a form, and never the control page itself', async () => {
    const fields = 'method=&path=&times=1&fault.kind=status&fault.status=418&fault.ms=';
    expect((await client.call('POST', '/sandbox/control/faults', fields, form)).status).toBe(303);
    expect((await client.call('GET', '/sandbox')).body['text']).toContain(
      'any method any path: status, 1 left',
    );
    expect((await client.call('POST', '/api/pay/v1/tokens', tokenRequest())).status).toBe(418);
  });

  it('refuses a setting that does not exist and changes nothing', async () => {
    expect((await post('settings', { returnForm: 'res', moon: 'full' })).status).toBe(400);
    expect(client.sandbox.control.settings().returnForm).toBe('current');
  });

  it('delivers, repeats and forges notifications', async () => {
    const shop = await openShop();
    client.sandbox.control.notifications.withhold(true);
    await pay(client, { notification_url: `${shop.origin}/n` });
    expect((await post('notifications/deliver', { id: 1 })).body).toMatchObject({ status: 200 });
    expect((await post('notifications/deliver', { id: 1 })).body).toMatchObject({ status: 200 });
    expect((await post('notifications/deliver', { id: 7 })).status).toBe(404);
    await pay(client, { notification_url: `${shop.origin}/n` });
    await post('notifications/deliver-pending', { order: 'reversed' });
    await post('notifications/forge', { to: `${shop.origin}/forged`, body: '{}' });
    expect(shop.received.map(({ path }) => path)).toEqual(['/n', '/n', '/n', '/forged']);
    await shop.close();
  });

  it('sets rules for the next payment and for a card', async () => {
    await post('next-payment', { outcome: 'declined' });
    expect((await pay(client)).status).toBe(500);
    await post('card-rule', { lastFour: '9990', outcome: 'referred' });
    expect((await pay(client)).status).toBe(500);
    await post('rules/forget');
    expect((await pay(client)).status).toBe(200);
    expect((await post('card-rule', { lastFour: '4543059999999990' })).status).toBe(400);
  });

  it('lists and steers schedules', async () => {
    await startSchedule();
    expect((await client.call('GET', '/sandbox/control/schedules')).body).toMatchObject([
      { type: 'fixed_schedule', id: 273, status: 'Active' },
    ]);
    const which = { type: 'fixed_schedule', id: 273 };
    expect((await post('schedules', { ...which, action: 'declineNext' })).status).toBe(200);
    expect(client.sandbox.control.schedules.list()[0]).toMatchObject({ declinesNext: true });
    const fields = 'type=fixed_schedule&id=273&action=cancel';
    const answer = await client.call('POST', '/sandbox/control/schedules', fields, form);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sandbox']);
    expect(client.sandbox.control.schedules.list()[0]).toMatchObject({ status: 'Cancelled' });
    expect((await post('schedules', { ...which, action: 'cancel' })).status).toBe(400);
    expect((await post('schedules', { ...which, id: 7, action: 'cancel' })).status).toBe(404);
    expect((await post('schedules', { ...which, action: 'explode' })).status).toBe(400);
  });

  it('is closed to pages of other sites', async () => {
    const response = await fetch(`${client.origin}/sandbox/control/settle`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(response.status).toBe(403);
  });
});

describe('the control page', () => {
  it('shows schedules with their payments and what can be done to them', async () => {
    await startSchedule({ reference: '<b>gym</b>' });
    const page = String((await client.call('GET', '/sandbox')).body['text']);
    expect(page).toContain('Fixed schedule 273');
    expect(page).toContain('£10.01, Pending');
    expect(page).toContain('Take the next payment now');
    expect(page).not.toContain('<b>gym');
    client.sandbox.control.schedules.cancel('fixed_schedule', 273);
    const after = String((await client.call('GET', '/sandbox')).body['text']);
    expect(after).not.toContain('Take the next payment now');
  });

  it('says sandbox, shows what happened and escapes it', async () => {
    await pay(client, {}, { transaction_unique: '<script>alert(1)</script>' });
    const { status, headers, body } = await client.call('GET', '/sandbox');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = String(body['text']);
    expect(page).toContain('<strong>Sandbox.</strong>');
    expect(page).toContain(client.sandbox.control.ledger()[0]!.id);
    expect(page).not.toContain('<script>alert(1)');
  });
});
