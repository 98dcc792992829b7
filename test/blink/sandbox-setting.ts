import type { Blink } from '../../src/blink/blink';
import { createBlink } from '../../src/blink/create-blink';
import type { NewSchedule } from '../../src/blink/schedules/repeat-payment';
import { hintFromReturn, type ReturnHint } from '../../src/blink/wire/return-query';
import { money } from '../../src/kernel/money';
import { formFieldsOf, startClient, tokenise, type Client } from '../sandbox/sandbox-client';
import { TestClock } from '../support/test-clock';
import { BROWSER, KeptLog } from './setting';
import type { Intent } from '../../src/blink/payments/intent';
import type { ChallengeForm } from '../../src/blink/payments/payment';

const RETURN_URL = 'http://127.0.0.1:9/return/repeat-payments/rp_1/st_1/capability';
const NOTIFICATION_URL = 'http://127.0.0.1:9/notifications/repeat-payments/rp_1/st_1/capability';

/** Our client, and the sandbox that was written from Blink's documents alone, with one clock for both. */
export interface AtSandbox {
  readonly client: Client;
  readonly blink: Blink;
  readonly sandbox: Client['sandbox']['control'];
  readonly clock: TestClock;
  advance(milliseconds: number): void;
  /** For what is due today; to check a card when that is nothing. */
  intent(minor?: number): Promise<Intent>;
  cardToken(): Promise<string>;
  /** Ours for a plan, with an intent and a card of its own, by telephone unless said otherwise. */
  schedule(plan: NewSchedule['plan'], changes?: Partial<NewSchedule>): Promise<NewSchedule>;
  /** Goes through the bank's page and reads the address it sends the browser to. */
  answerBank(form: ChallengeForm, button: 'approve' | 'refuse'): Promise<ReturnHint>;
  stop(): Promise<void>;
}

let serial = 0;

export async function startAtSandbox(): Promise<AtSandbox> {
  const clock = new TestClock();
  const client = await startClient({ clock });
  const keys = { apiKey: 'sandbox-api-key', secretKey: 'sandbox-secret-key' };
  const blink = createBlink({
    apiUrl: client.origin,
    ...keys,
    clock,
    log: new KeptLog(),
    insecureBanks: true,
  });
  const addresses = { returnUrl: RETURN_URL, notificationUrl: NOTIFICATION_URL };
  const intent: AtSandbox['intent'] = (minor) =>
    minor === undefined
      ? blink.intents.createToCheckCard({ currency: 'GBP', ...addresses })
      : blink.intents.create({ paymentType: 'credit-card', amount: money(minor, 'GBP'), ...addresses });
  const cardToken = async (): Promise<string> => String((await tokenise(client)).body['paymentToken']);
  return {
    client,
    blink,
    sandbox: client.sandbox.control,
    clock,
    advance: (milliseconds) => {
      clock.advance(milliseconds);
      client.sandbox.control.clock.advance(0);
    },
    intent,
    cardToken,
    schedule: async (plan, changes = {}) => {
      serial += 1;
      return {
        plan,
        reference: `rp_${serial}.nonce-${serial}`,
        currency: 'GBP',
        intentReference: (await intent()).reference,
        card: { kind: 'by_phone', paymentToken: await cardToken() },
        payer: { name: 'Ann Bee', email: 'ann@example.com', postcode: 'AB1 2CD' },
        returnUrl: RETURN_URL,
        ...changes,
      };
    },
    answerBank: async (form, button) => {
      const address = await throughTheBank(client, form, button);
      return hintFromReturn(Object.fromEntries(new URL(address).searchParams));
    },
    stop: () => client.close(),
  };
}

export const atBrowser = (paymentToken: string): NewSchedule['card'] => ({
  kind: 'customer_present',
  paymentToken,
  browser: { ...BROWSER, ip: '127.0.0.1' },
});

async function throughTheBank(
  client: Client,
  form: ChallengeForm,
  button: 'approve' | 'refuse',
): Promise<string> {
  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };
  const fields = new URLSearchParams(form.fields.map(({ name, value }) => [name, value]));
  const page = await client.call('POST', new URL(form.action).pathname, fields.toString(), urlencoded);
  const forms = String(page.body['text']).match(/<form[\s\S]*?<\/form>/g) ?? [];
  const chosen = formFieldsOf(forms[button === 'approve' ? 0 : 1] ?? '');
  const back = await client.call('POST', chosen.action, chosen.fields.toString(), urlencoded);
  return back.headers.get('location') ?? '';
}
