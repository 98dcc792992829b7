import { SEALED_BY_WALLET } from '../support/pay-by';
import { API_KEY, APP_SECRET, type Rig } from '../support/rig';

/** Everything about an order, its shopper and us that no log line may hold. */
export async function secretsOf(rig: Rig, orderId: string): Promise<Readonly<Record<string, string>>> {
  const { orders, addresses } = rig.dependencies.payments;
  const order = await orders.find(orderId);
  if (!order) throw new Error(`There is no order ${orderId}`);
  const attempts = order.attempts.flatMap((attempt, index) => [
    [`return capability ${index}`, lastPart(addresses.returnUrl(orderId, attempt.id))],
    [`notification capability ${index}`, lastPart(addresses.notificationUrl(orderId, attempt.id))],
    [`nonce ${index}`, attempt.nonce],
    [`intent ${index}`, attempt.intent.reference],
  ]);
  return {
    'API key of the shop': API_KEY,
    'secret of ours': APP_SECRET,
    "Blink's API key": 'sandbox-api-key',
    "Blink's secret key": 'sandbox-secret-key',
    'bearer token': 'eyJ0eXAiOiJKV1Qi', // the head of every one: three letters alone stand in one id of ten thousand
    'bearer header': 'Bearer ',
    // base64 of {"paymentToken": …
    'card token': 'eyJwYXltZW50VG9rZW4i',
    'checkout token': order.token,
    ...Object.fromEntries(attempts),
    'wallet token': SEALED_BY_WALLET,
    'card number': '4543059999999990',
    'account number': '55779911',
    'sort code': '20-00-00',
    'name on the account': 'A Shopper',
    name: 'Ada Shopper',
    'e-mail': 'ada@shopper.example',
  };
}

/** Which of the secrets stand in a text, as they are, in base64 or url-encoded; and whether it is JSON, line by line. */
export function leaksIn(log: string, secrets: Readonly<Record<string, string>>): readonly string[] {
  const written = Object.entries(secrets).flatMap(([name, secret]) =>
    [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64url')].some((form) =>
      log.includes(form),
    )
      ? [name]
      : [],
  );
  return [...written, ...log.split('\n').filter((line) => line !== '' && !isJsonObject(line))];
}

function isJsonObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

function lastPart(url: string): string {
  return url.split('/').at(-1) ?? '';
}
