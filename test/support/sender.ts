import { formsIn, type HtmlForm } from './html-forms';
import type { Rig } from './rig';
import { FRICTIONLESS, tokenise, type Card } from './shopper';

const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Test/1.0', accept: 'text/html' };

export interface Sent {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

/**
 * Somebody at an address of their own, seen by the one proxy in front: for rigs with `TRUST_PROXY=1`. Follows no redirect.
 * @param address as the proxy writes it
 */
export function senderAt(address: string, rig: Rig) {
  const headers = { ...BROWSER, 'x-forwarded-for': address };
  const get = async (url: string, more: Readonly<Record<string, string>> = {}): Promise<Sent> =>
    sentFrom(await fetch(url, { headers: { ...headers, ...more }, redirect: 'manual' }));
  const post = async (url: string, fields: Readonly<Record<string, string>> = {}): Promise<Sent> =>
    sentFrom(
      await fetch(url, {
        method: 'POST',
        headers: { ...headers, origin: rig.origin, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
        redirect: 'manual',
      }),
    );
  return {
    get,
    post,
    /** @returns null when the page has no card form */
    async cardForm(url: string): Promise<HtmlForm | null> {
      return cardFormIn(await get(url));
    },
    async fill(form: HtmlForm, card: Card = FRICTIONLESS): Promise<Sent> {
      const paymentToken = await tokenise(rig, form.fields['merchantID'] ?? '', card);
      return post(new URL(form.action, rig.origin).href, { ...form.fields, ...PAYER, paymentToken });
    },
    async pay(url: string, card: Card = FRICTIONLESS): Promise<Sent | null> {
      const form = cardFormIn(await get(url));
      return form && this.fill(form, card);
    },
  };
}

export function cardFormIn({ html }: Pick<Sent, 'html'>): HtmlForm | null {
  return formsIn(html).find(({ id }) => id === 'card-form') ?? null;
}

const PAYER = {
  customer_name: 'Ada Shopper',
  customer_email: 'ada@shopper.example',
  device_timezone: '0',
  device_capabilities: 'javascript',
  device_accept_language: 'en-GB',
  device_screen_resolution: '1280x800x24',
};

async function sentFrom(answer: Response): Promise<Sent> {
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
}
