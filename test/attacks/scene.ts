import { openAttempt } from '../../src/orders/use-cases/open-attempt';
import { payByCard } from '../../src/orders/use-cases/pay-by-card';
import type { ChargeOutcome } from '../../src/orders/use-cases/charge';
import type { Attempt } from '../../src/orders/domain/order';
import type { LedgerEntry } from '../../src/sandbox/transactions/ledger';
import type { Rig } from '../support/rig';
import { createOrder, FRICTIONLESS, tokenise, type Card, type CreatedOrder } from '../support/shopper';

/** An order with one attempt, and the addresses that only Blink and the shopper's browser are given. */
export interface Target extends CreatedOrder {
  readonly attempt: Attempt;
  readonly returnUrl: string;
  readonly notificationUrl: string;
}

export const SHOPPER_NAME = 'Zebedee Quillfeather';
export const SHOPPER_EMAIL = 'zebedee@quillfeather.example';
export const SHOPPER_ADDRESS = '77 Marmalade Crescent';
export const SHOPPER_POSTCODE = 'QX7 7XQ';

const BROWSER = {
  ...{
    userAgent: 'Test/1.0',
    accept: 'text/html',
    acceptLanguage: 'en',
    acceptEncoding: '',
    acceptCharset: '',
  },
  ...{ ip: '127.0.0.1', timezone: '0', capabilities: 'javascript', language: 'en-GB' },
  screenResolution: '1280x800x24',
};

/** An order whose card form is open: nothing was charged yet. */
export async function openOrder(rig: Rig, order: object = {}): Promise<Target> {
  const created = await createOrder(rig, order);
  const { payments } = rig.dependencies;
  const { attempt } = await openAttempt(payments, created.id, 'card', { by: 'customer' });
  return {
    ...created,
    attempt,
    returnUrl: payments.addresses.returnUrl(created.id, attempt.id),
    notificationUrl: payments.addresses.notificationUrl(created.id, attempt.id),
  };
}

/** What pressing "Pay" does, without the page around it. */
export async function charge(
  rig: Rig,
  { id, attempt }: Target,
  card: Card = FRICTIONLESS,
): Promise<ChargeOutcome> {
  const paymentToken = await tokenise(rig, attempt.intent.merchantId, card);
  return payByCard(
    rig.dependencies.payments,
    { orderId: id, attemptId: attempt.id },
    { method: 'card', amount: attempt.amount },
    {
      paymentToken,
      payer: {
        name: SHOPPER_NAME,
        email: SHOPPER_EMAIL,
        address: SHOPPER_ADDRESS,
        postcode: SHOPPER_POSTCODE,
      },
      browser: BROWSER,
    },
  );
}

/** An order that was paid, and Blink's own entry of it. */
export async function paidOrder(
  rig: Rig,
  order: object = {},
): Promise<Target & { readonly transaction: LedgerEntry }> {
  const target = await openOrder(rig, order);
  await charge(rig, target);
  return { ...target, transaction: transactionOf(rig, target) };
}

/** Its charge never reached Blink, and we do not know: it waits for any transaction that could be its own. */
export async function waitingOrder(rig: Rig, order: object = {}): Promise<Target> {
  const target = await openOrder(rig, order);
  rig.sandbox.breakNext({ method: 'POST', path: 'creditcards' }, { kind: 'reset-before' });
  await charge(rig, target);
  return target;
}

/** Its money was taken and nobody has told us: the transaction is genuine, and not claimed yet. */
export async function unheardOrder(
  rig: Rig,
  order: object = {},
): Promise<Target & { readonly transaction: LedgerEntry }> {
  const target = await openOrder(rig, order);
  rig.sandbox.notifications.withhold(true);
  rig.sandbox.breakNext({ method: 'POST', path: 'creditcards' }, { kind: 'reset-after' });
  await charge(rig, target);
  rig.sandbox.notifications.withhold(false);
  return { ...target, transaction: transactionOf(rig, target) };
}

export function transactionOf(rig: Rig, { attempt }: Pick<Target, 'attempt'>): LedgerEntry {
  const entry = rig.sandbox.ledger().find(({ intentId }) => intentId === attempt.intent.id);
  if (!entry) throw new Error(`The ledger has no transaction of intent ${attempt.intent.id}`);
  return entry;
}

/** Everything the shop can learn of an order: two of these are equal only if nothing at all was changed. */
export async function everythingAbout(rig: Rig, id: string): Promise<unknown> {
  const parts = [`/orders/${id}`, `/orders/${id}/history`, `/orders/${id}/events`];
  return Promise.all(parts.map(async (part) => (await rig.api('GET', part)).body));
}

export async function orderNow(rig: Rig, id: string) {
  return (await rig.api('GET', `/orders/${id}`)).body;
}

/** A POST to a notification's address, as anybody on the internet can send one. */
export function notify(
  url: string,
  body: unknown,
  type: 'application/json' | 'application/x-www-form-urlencoded' = 'application/json',
): Promise<Response> {
  const text =
    type === 'application/json'
      ? JSON.stringify(body)
      : new URLSearchParams(body as Record<string, string>).toString();
  return fetch(url, { method: 'POST', headers: { 'content-type': type }, body: text });
}

/** A GET of a return address, as any browser can be sent to one; nobody follows where it leads. */
export function comeBack(url: string, query: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${url}?${new URLSearchParams(query).toString()}`, { redirect: 'manual' });
}

export const READ_TRANSACTION = { method: 'GET', path: '/transactions/' };

/** The next reads of a transaction say something else than Blink's ledger. */
export function lieAboutTransactions(rig: Rig, lie: Readonly<Record<string, unknown>>, times = 1): void {
  const garble = (body: unknown) => ({ data: { ...(body as { data: object }).data, ...lie } });
  rig.sandbox.breakNext({ ...READ_TRANSACTION, times }, { kind: 'wrong-types', garble });
}
