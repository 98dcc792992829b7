import {
  startSandbox,
  SANDBOX_KEYS,
  type RunningSandbox,
  type StartOptions,
} from '../../src/sandbox/start-sandbox';

export type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** A plain client for tests: it knows addresses and the token, nothing of what answers mean. */
export interface Client extends RunningSandbox {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** With a bearer token, below /api/pay/v1. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export async function startClient(options: StartOptions = {}): Promise<Client> {
  const settings = { rateLimit: null, ...options.settings };
  const running = await startSandbox({ firstId: 0, ...options, settings });
  const call: Client['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${running.origin}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  };
  let bearer = { text: '', expiresAt: 0 };
  const renewWhenOld = async (): Promise<void> => {
    if (bearer.expiresAt > running.sandbox.control.clock.now().getTime()) return;
    const { body } = await call('POST', '/api/pay/v1/tokens', tokenRequest());
    bearer = { text: String(body['access_token']), expiresAt: Date.parse(String(body['expired_on'])) };
  };
  const api: Client['api'] = async (method, path, body, headers = {}) => {
    await renewWhenOld();
    return call(method, `/api/pay/v1${path}`, body, { authorization: `Bearer ${bearer.text}`, ...headers });
  };
  return { ...running, call, api };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return { text };
  }
}

export const tokenRequest = (more: Json = {}): Json => ({
  api_key: SANDBOX_KEYS.apiKey,
  secret_key: SANDBOX_KEYS.secretKey,
  ...more,
});

export const intentRequest = (more: Json = {}): Json => ({
  transaction_type: 'SALE',
  payment_type: 'credit-card',
  amount: 10.5,
  currency: 'GBP',
  return_url: 'http://127.0.0.1:9/return?key=1',
  notification_url: 'http://127.0.0.1:9/notify',
  ...more,
});

export const device: Json = {
  device_timezone: '-60',
  device_capabilities: 'javascript',
  device_accept_language: 'en-GB',
  device_screen_resolution: '1280x800x24',
  remote_address: '127.0.0.1',
};

/** A card in the vault: month 12 is challenged, 01 passes, 02 is turned down. */
export async function tokenise(
  client: Client,
  expiry = '12/40',
  number = '4543059999999990',
  cvv = '689',
): Promise<Answer> {
  const form = new FormData();
  form.set('process', 'tokenise');
  form.set('merchantID', '233508');
  form.set('tokenType', 'card');
  form.set('tokenData[cardNumber]', number);
  form.set('tokenData[cardExpiryDate]', expiry);
  form.set('tokenData[cardCVV]', cvv);
  const response = await fetch(`${client.origin}/paymentform`, { method: 'POST', body: form });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
}

export async function cardPayment(
  client: Client,
  intent: Json,
  more: Json = {},
  expiry = '12/40',
): Promise<Json> {
  const { body } = await tokenise(client, expiry);
  return {
    payment_intent: intent['payment_intent'],
    paymentToken: body['paymentToken'],
    transaction_unique: 'order-1',
    type: 1,
    customer_name: 'Ada Example',
    customer_email: 'ada@example.com',
    merchant_data: '{"order_id":"1 a"}',
    ...device,
    ...more,
  };
}

/** Makes an intent and pays it in one go, by telephone unless said otherwise. */
export async function pay(
  client: Client,
  intentMore: Json = {},
  paymentMore: Json = {},
  expiry = '12/40',
): Promise<Answer> {
  const { body } = await client.api('POST', '/intents', intentRequest(intentMore));
  return client.api(
    'POST',
    '/creditcards',
    await cardPayment(client, body, { type: 2, ...paymentMore }, expiry),
  );
}

/** The values a form of the sandbox's markup would post. */
export function formFieldsOf(markup: string): { action: string; fields: URLSearchParams } {
  const action = /<form[^>]* action="([^"]+)"/.exec(markup)?.[1] ?? '';
  const fields = new URLSearchParams();
  for (const [input] of markup.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    fields.append(
      /name="([^"]*)"/.exec(input)?.[1] ?? '',
      (/value="([^"]*)"/.exec(input)?.[1] ?? '').replaceAll('&amp;', '&'),
    );
  }
  return { action: action.replaceAll('&amp;', '&'), fields };
}

const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };

/** Goes to the bank with an acsform and presses a button; gives the address the browser is sent on to. */
export async function answerChallenge(
  client: Client,
  acsform: unknown,
  button: 'approve' | 'refuse',
): Promise<Answer> {
  const { fields } = formFieldsOf(String(acsform));
  const page = await client.call('POST', '/acs', fields.toString(), urlencoded);
  const forms = String(page.body['text']).match(/<form[\s\S]*?<\/form>/g) ?? [];
  const chosen = formFieldsOf(forms[button === 'approve' ? 0 : 1] ?? '');
  return client.call('POST', chosen.action, chosen.fields.toString(), urlencoded);
}
