import { formsIn, textIn, type HtmlForm } from './html-forms';
import type { Rig } from './rig';

/** A page as the shopper's browser has it, after every redirect. */
export interface ShownPage {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  readonly text: string;
  readonly headers: Headers;
}

export interface Card {
  readonly number: string;
  readonly cvv: string;
  /** MM/YY. Month 01 passes 3DS without a challenge, 02 is refused by it, all others are challenged. */
  readonly expiry: string;
}

export const CHALLENGED: Card = { number: '4543059999999990', cvv: '689', expiry: '12/30' };
export const FRICTIONLESS: Card = { ...CHALLENGED, expiry: '01/30' };

const BROWSER = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Test/1.0',
  accept: 'text/html,application/xhtml+xml',
  'accept-language': 'en-GB',
};

/** A browser without JavaScript, for tests that need no pixels: it follows redirects and sends forms as browsers do. */
export async function visit(url: string): Promise<ShownPage> {
  return follow(await fetch(url, { headers: BROWSER, redirect: 'manual' }), url);
}

export async function submit(
  page: ShownPage,
  form: HtmlForm,
  typed: Readonly<Record<string, string>> = {},
): Promise<ShownPage> {
  const url = new URL(form.action, page.url).href;
  return follow(await post(url, { ...form.fields, ...typed }, new URL(page.url).origin), url);
}

/** One POST as a browser sends it, without following its answer. */
export function post(
  url: string,
  fields: Readonly<Record<string, string>>,
  origin: string,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { ...BROWSER, origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
    redirect: 'manual',
  });
}

export function formIn(page: ShownPage, has: string): HtmlForm {
  const form = formsIn(page.html).find(
    ({ id, action, buttons }) =>
      id === has || action.endsWith(has) || buttons.some(({ label }) => label.trim() === has),
  );
  if (!form)
    throw new Error(
      `The page at ${page.url} (${page.status}) has no form "${has}": ${page.text.slice(0, 400)}`,
    );
  return form;
}

export interface CreatedOrder {
  readonly id: string;
  readonly checkout_url: string;
}

export async function createOrder(rig: Pick<Rig, 'api'>, order: object = {}): Promise<CreatedOrder> {
  const answer = await rig.api('POST', '/orders', {
    reference: 'T-1',
    amount: 1099,
    currency: 'GBP',
    ...order,
  });
  if (answer.status !== 201) throw new Error(`The order was refused: ${JSON.stringify(answer.body)}`);
  return answer.body as CreatedOrder;
}

/** What Blink's frame does when the shopper presses pay. */
export async function tokenise(
  rig: Pick<Rig, 'sandboxOrigin'>,
  merchantId: string,
  card: Card = CHALLENGED,
): Promise<string> {
  const body = new FormData();
  const fields = {
    process: 'tokenise',
    merchantID: merchantId,
    tokenType: 'card',
    'tokenData[cardNumber]': card.number,
    'tokenData[cardExpiryDate]': card.expiry,
    'tokenData[cardCVV]': card.cvv,
  };
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const answer = (await (
    await fetch(`${rig.sandboxOrigin}/paymentform`, { method: 'POST', body })
  ).json()) as {
    readonly paymentToken?: string;
  };
  if (!answer.paymentToken) throw new Error(`The card was refused: ${JSON.stringify(answer)}`);
  return answer.paymentToken;
}

/** The card form of an order, filled in: what pressing "Pay" posts. */
export async function filledCardForm(
  rig: Pick<Rig, 'sandboxOrigin'>,
  checkoutUrl: string,
  card: Card = CHALLENGED,
) {
  const first = await visit(checkoutUrl);
  const page = first.text.includes('How would you like to pay?') ? await visit(`${first.url}/card`) : first;
  const form = formIn(page, 'card-form');
  const fields = {
    ...form.fields,
    customer_name: 'Ada Shopper',
    customer_email: 'ada@shopper.example',
    device_timezone: '0',
    device_capabilities: 'javascript',
    device_accept_language: 'en-GB',
    device_screen_resolution: '1280x800x24',
    paymentToken: await tokenise(rig, form.fields['merchantID'] ?? '', card),
  };
  return { page, form, url: new URL(form.action, page.url).href, fields };
}

/** From the checkout address to whatever comes after "Pay". */
export async function payByCard(
  rig: Pick<Rig, 'sandboxOrigin'>,
  checkoutUrl: string,
  card: Card = CHALLENGED,
): Promise<ShownPage> {
  const { page, form, fields } = await filledCardForm(rig, checkoutUrl, card);
  return submit(page, form, fields);
}

/** From our page that goes to the bank to the bank's own page. */
export function goToBank(page: ShownPage): Promise<ShownPage> {
  return submit(page, formIn(page, 'bank-form'));
}

/** At the bank's page: press a button and follow the way back. */
export function answerBank(page: ShownPage, button: 'Approve' | 'Refuse'): Promise<ShownPage> {
  return submit(page, formIn(page, button));
}

/** The whole way: card, bank, back. */
export async function payAndAnswer(
  rig: Rig,
  checkoutUrl: string,
  button: 'Approve' | 'Refuse' = 'Approve',
): Promise<ShownPage> {
  return answerBank(await goToBank(await payByCard(rig, checkoutUrl)), button);
}

/** Approves at the bank and closes the tab there. */
export async function payAtBankAndLeave(rig: Pick<Rig, 'sandboxOrigin'>, checkoutUrl: string): Promise<void> {
  const bank = await goToBank(await payByCard(rig, checkoutUrl, CHALLENGED));
  const form = formIn(bank, 'Approve');
  await post(new URL(form.action, bank.url).href, form.fields, rig.sandboxOrigin);
}

async function follow(response: Response, url: string): Promise<ShownPage> {
  let current = response;
  let address = url;
  for (let hops = 0; current.status >= 300 && current.status < 400; hops++) {
    if (hops > 10) throw new Error(`Too many redirects from ${url}`);
    address = new URL(current.headers.get('location') ?? '', address).href;
    current = await fetch(address, { headers: BROWSER, redirect: 'manual' });
  }
  const html = await current.text();
  return { url: address, status: current.status, html, text: textIn(html), headers: current.headers };
}
