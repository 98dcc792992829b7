import { startRig, type Rig } from '../support/rig';
import { receiptPage } from '../../src/orders/pages/pages';
import { textsIn } from '../../src/pages/texts/texts';
import { linksIn } from '../support/html-forms';
import { createOrder, visit } from '../support/shopper';
import { paidOrder } from './scene';

/** The shop's own origin is https://shop.example. */
const ELSEWHERE = [
  'https://evil.example',
  'https://shop.example.evil.example/',
  'https://shop.example@evil.example/',
  'https://shop.example:pass@evil.example/',
  'https://user@shop.example/',
  'https://user:pass@shop.example/',
  'https://evil.example\\@shop.example/',
  'https://evil.example/https://shop.example',
  'https://evil.example?https://shop.example',
  'https://evil.example#https://shop.example',
  'https://evil.example;shop.example/',
  'https://evil.example%2f@shop.example/',
  'https://shop.example%2eevil.example/',
  'https://shop.example%00.evil.example/',
  'https://shop.example\u3002evil.example/',
  'https://ѕhop.example/',
  'https://shop.example:8443/',
  'https://sub.shop.example/',
  'https://shop.example./',
  'http://shop.example/',
  'ftp://shop.example/',
  'ws://shop.example/',
  'blob:https://shop.example/1',
  'filesystem:https://shop.example/temporary/1',
  'view-source:https://shop.example/',
  'javascript:alert(1)',
  'javascript://shop.example/%0aalert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  ' javascript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  '//evil.example/',
  '///evil.example/',
  '////evil.example/',
  '\\\\evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  'https:evil.example',
  'https:/evil.example',
  'https:///evil.example',
  'https:\\\\evil.example\\',
  'http:evil.example',
  'h\nttps://evil.example/',
  'https://2130706433/',
  'https://[::1]/',
  'https://169.254.169.254/',
  'about:blank',
  'null',
  '/thanks',
  'thanks',
  '.',
  '?next=https://evil.example',
  '#evil',
];

/** Odd, but at the shop: wherever they end in the address, the origin stays. */
const AT_THE_SHOP = [
  'https://shop.example',
  'https://SHOP.example/',
  'https://shop.example:443/thanks',
  'https://shop.example/\\evil.example',
  'https://shop.example//evil.example/',
  'https://shop.example/%2f%2fevil.example',
  'https://shop.example\\@evil.example/',
  'https://shop.example/?next=https://evil.example',
  'https://shop.example/#@evil.example',
];

describe('the address that a shopper is sent on to', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig()));
  afterAll(() => rig.stop());

  it.each(['success_url', 'cancel_url'])('is refused as %s when it is not at the shop', async (field) => {
    for (const url of ELSEWHERE) {
      const answer = await rig.api('POST', '/orders', {
        reference: 'R',
        amount: 1099,
        currency: 'GBP',
        [field]: url,
      });
      expect({ url, status: answer.status, field: answer.body.errors?.[0]?.field }).toEqual({
        url,
        status: 422,
        field,
      });
    }
  });

  it('keeps the shop’s origin, however it is written', async () => {
    for (const url of AT_THE_SHOP) {
      const order = await createOrder(rig, { success_url: url, cancel_url: url });
      const back = linksIn((await visit(order.checkout_url)).html).find(({ label }) =>
        label.startsWith('Return to'),
      );
      expect({ url, origin: new URL(back?.href ?? '').origin }).toEqual({
        url,
        origin: 'https://shop.example',
      });
    }
  });

  it('may be empty, which is none', async () => {
    for (const url of ['', ' ']) {
      const order = await createOrder(rig, { success_url: url, cancel_url: url });
      const { success_url, cancel_url } = (await rig.api('GET', `/orders/${order.id}`)).body;
      expect([success_url, cancel_url]).toEqual([null, null]);
    }
  });

  it.each([
    ['https://shop.example', 'https://shop.example?order_id='],
    ['https://shop.example/a?', 'https://shop.example/a?order_id='],
    ['https://shop.example/a?b&', 'https://shop.example/a?b&order_id='],
    [
      'https://shop.example/a?b=%7e+%20~&c=ü&c=2&&d',
      'https://shop.example/a?b=%7e+%20~&c=ü&c=2&&d&order_id=',
    ],
    ['https://shop.example/#/thanks?a=1', 'https://shop.example/?order_id=#/thanks?a=1'],
    ['https://shop.example/a?q=1#?#', 'https://shop.example/a?q=1&order_id=#?#'],
    ['https://SHOP.example:443/../a/%2E./b', 'https://SHOP.example:443/../a/%2E./b?order_id='],
    [
      'https://shop.example/?sig=a%2Fb%3D%3D&order=1',
      'https://shop.example/?sig=a%2Fb%3D%3D&order=1&order_id=',
    ],
  ])('is kept to the byte, ours is put before a fragment: %s', async (url, expected) => {
    const order = await createOrder(rig, { success_url: url, cancel_url: url });
    expect((await rig.api('GET', `/orders/${order.id}`)).body).toMatchObject({
      success_url: url,
      cancel_url: url,
    });
    const back = linksIn((await visit(order.checkout_url)).html).find(({ label }) =>
      label.startsWith('Return to'),
    );
    expect(back?.href).toBe(expected.replace('order_id=', `order_id=${order.id}`));
  });

  it('that was taken before with a parameter of that name stays as it is', async () => {
    const successUrl = 'https://shop.example/thanks?order_id=1042&key=a%2fb';
    const paid = await paidOrder(rig);
    const order = await rig.dependencies.payments.orders.find(paid.id);
    expect(receiptPage(textsIn('en'), { ...order!, successUrl }).page).toMatchObject({
      continueHref: `${successUrl}&order_id=${paid.id}`, // the shop's own bytes first, as they were
    });
  });

  it('says which order it was, and nothing that could be taken for proof', async () => {
    const paid = await paidOrder(rig, { success_url: 'https://shop.example/thanks?basket=7' });
    const onwards = linksIn((await visit(paid.checkout_url)).html).find(
      ({ label }) => label === 'Return to shop',
    );
    expect(onwards?.href).toBe(`https://shop.example/thanks?basket=7&order_id=${paid.id}`);
  });

  it.each(['next', 'url', 'redirect', 'return_url', 'success_url', 'continue'])(
    'is never taken from the page’s own "%s"',
    async (name) => {
      const order = await createOrder(rig);
      for (const path of ['', '/bank', '/state']) {
        const answer = await fetch(`${order.checkout_url}${path}?${name}=https://evil.example`, {
          redirect: 'manual',
        });
        expect(answer.headers.get('location') ?? '').not.toContain('evil');
        expect(await answer.text()).not.toContain('evil');
      }
    },
  );
});
