import { SECOND } from '../../../src/kernel/clock';
import type { RepeatPayments } from '../../../src/repeat-payments/use-cases/repeat-payments';
import { agreementOn } from '../../../src/repeat-payments/domain/agreement';
import { dayOf } from '../../../src/repeat-payments/domain/days';
import type { RepeatPayment, Enrolment } from '../../../src/repeat-payments/domain/repeat-payment';
import { openEnrolment } from '../../../src/repeat-payments/use-cases/open-enrolment';
import type { EnrolmentOutcome } from '../../../src/repeat-payments/use-cases/send-enrolment';
import { startByCard } from '../../../src/repeat-payments/use-cases/start-by-card';
import { startByPhone } from '../../../src/repeat-payments/use-cases/start-by-phone';
import { formsIn } from '../../support/html-forms';
import type { ApiAnswer, Rig } from '../../support/rig';
import { CHALLENGED, tokenise, visit, type Card } from '../../support/shopper';
import type { Browser } from '../../../src/blink/payments/payment';

/** Three payments of £5.00, the first today. */
export const FIXED = {
  type: 'fixed',
  reference: 'GYM-17',
  currency: 'GBP',
  amount: 500,
  frequency: 'months',
  every: 1,
  instalments: 3,
};

/** Two payments, both to come. */
export const VARIABLE = {
  type: 'variable',
  reference: 'KITCHEN-3',
  currency: 'GBP',
  schedule: [
    { date: '2026-12-01', amount: 1500 },
    { date: '2027-02-15', amount: 2250 },
  ],
};

export const ADA = {
  name: 'Ada Shopper',
  email: 'ada@shopper.example',
  address: '12 St James Square',
  postcode: 'SW1Y 4LB',
};

export const BROWSER: Browser = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Test/1.0',
  accept: 'text/html',
  acceptLanguage: 'en-GB',
  acceptEncoding: 'gzip',
  acceptCharset: 'utf-8',
  ip: '203.0.113.7',
  timezone: '0',
  capabilities: 'javascript',
  language: 'en-GB',
  screenResolution: '1280x800x24',
};

export const create = (
  rig: Rig,
  body: object = FIXED,
  headers?: Record<string, string>,
): Promise<ApiAnswer> => rig.api('POST', '/repeat-payments', body, headers);

/** The id of a new one. */
export async function created(rig: Rig, body: object = FIXED): Promise<string> {
  const answer = await create(rig, body);
  if (answer.status !== 201) throw new Error(`It was refused: ${JSON.stringify(answer.body)}`);
  return answer.body.id;
}

export const depsOf = (rig: Rig): RepeatPayments => rig.dependencies.repeatPayments;

export async function kept(rig: Rig, id: string): Promise<RepeatPayment> {
  const repeatPayment = await depsOf(rig).store.find(id);
  if (!repeatPayment) throw new Error('It is not kept');
  return repeatPayment;
}

export async function lastSetup(rig: Rig, id: string): Promise<Enrolment> {
  const setup = (await kept(rig, id)).setups.at(-1);
  if (!setup) throw new Error('It has no setup');
  return setup;
}

/** What the customer's page does: opens the form, and sends the card. */
export async function agree(rig: Rig, id: string, card: Card = CHALLENGED): Promise<EnrolmentOutcome> {
  const { setup } = await openEnrolment(depsOf(rig), id, { by: 'customer' });
  return send(rig, id, setup, card);
}

export async function send(
  rig: Rig,
  id: string,
  setup: Enrolment,
  card: Card = CHALLENGED,
): Promise<EnrolmentOutcome> {
  const paymentToken = await tokenise(rig, setup.intent.merchantId, card);
  const at = { repeatPaymentId: id, setupId: setup.id };
  const agreedTo = agreementOn(dayOf(rig.clock.now()), await kept(rig, id));
  return startByCard(depsOf(rig), at, agreedTo, { paymentToken, payer: ADA, browser: BROWSER });
}

/** What the bank's own page does, up to the address that it sends the customer back to. */
export async function answerAtBank(
  rig: Rig,
  id: string,
  button: 'Approve' | 'Refuse' = 'Approve',
): Promise<string> {
  return answerChallenge((await lastSetup(rig, id)).challenge, button);
}

/** Also in a tab that was left open. */
export async function answerChallenge(
  challenge: Enrolment['challenge'],
  button: 'Approve' | 'Refuse' = 'Approve',
): Promise<string> {
  if (challenge?.kind !== 'form') throw new Error('No bank asks');
  const fields = new URLSearchParams(challenge.fields.map(({ name, value }) => [name, value]));
  const html = await (await fetch(challenge.action, { method: 'POST', body: fields })).text();
  const form = formsIn(html).find(({ buttons }) => buttons.some(({ label }) => label.trim() === button));
  const back = await fetch(new URL(form?.action ?? '', challenge.action), {
    method: 'POST',
    body: new URLSearchParams(form?.fields),
    redirect: 'manual',
  });
  const location = back.headers.get('location');
  if (!location) throw new Error(`The bank leads nowhere: ${back.status} ${html.slice(0, 400)}`);
  return location;
}

/** The whole way of a customer: card, bank, back. */
export async function started(rig: Rig, body: object = FIXED): Promise<string> {
  const id = await created(rig, body);
  await agree(rig, id);
  await visit(await answerAtBank(rig, id));
  await rig.settle();
  return id;
}

/** By telephone: no bank asks. */
export async function startedByPhone(rig: Rig, body: object = FIXED): Promise<string> {
  const id = await created(rig, body);
  await callIn(rig, id);
  await rig.settle(); // Blink tells of it by notification, too
  return id;
}

export async function callIn(rig: Rig, id: string, card: Card = CHALLENGED): Promise<EnrolmentOutcome> {
  const { setup } = await openEnrolment(depsOf(rig), id, { by: 'staff' }, 'phone');
  const paymentToken = await tokenise(rig, setup.intent.merchantId, card);
  const at = { repeatPaymentId: id, setupId: setup.id };
  return startByPhone(depsOf(rig), at, { paymentToken, payer: ADA }, { by: 'staff' });
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers as a shop's script would
export async function read(rig: Rig, id: string, query = ''): Promise<any> {
  return (await rig.api('GET', `/repeat-payments/${id}${query}`)).body;
}

export const post = (
  rig: Rig,
  id: string,
  what: string,
  body: object = {},
  headers?: Record<string, string>,
) => rig.api('POST', `/repeat-payments/${id}/${what}`, body, headers);

/** What the shop was told, oldest first, without the common beginning of the names. */
export async function told(rig: Rig, id: string): Promise<readonly string[]> {
  const { body } = await rig.api('GET', '/events?limit=100');
  const events = body.data as { readonly type: string; readonly repeat_payment_id?: string }[];
  return events
    .filter((event) => event.repeat_payment_id === id)
    .map(({ type }) => type.replace('repeat_payment.', ''));
}

/** Calls to Blink that start or change schedules. */
export const asked = (rig: Rig, method: string, path: string | RegExp): number =>
  rig.sandbox.calls({ method, path }).length;

export const STARTS = /\/repeat-payments$/;

/** Until every notification has arrived and been looked at. */
export async function hear(rig: Rig): Promise<void> {
  for (let looks = 0; looks < 2; looks++) {
    await rig.settle();
    rig.advance(6 * SECOND);
    await rig.sweep();
  }
  await rig.settle();
}
