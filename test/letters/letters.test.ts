import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import { tryEmail } from '../../src/delivery/emails/try-email';
import { textsIn } from '../../src/pages/texts/texts';
import { eventsOf, hear, orderOf, paidOrder, refund } from '../support/paid';
import { startRig, type Rig } from '../support/rig';
import { createOrder, filledCardForm, FRICTIONLESS, payAndAnswer, submit } from '../support/shopper';
import { startMailServer, type MailServer, type ReceivedMail } from './mail-server';

let mail: MailServer;
let rig: Rig;
beforeEach(async () => {
  mail = await startMailServer();
  rig = await startRig({
    env: {
      SMTP_URL: mail.url,
      MAIL_FROM: 'Test Shop <receipts@shop.example>',
      SUPPORT_EMAIL: 'help@shop.example',
    },
  });
});
afterEach(async () => {
  await rig.stop();
  await mail.stop();
});

const ADA = { customer: { name: 'Ada Shopper', email: 'ada@shopper.example' } };
const linesSaying = (text: string) => rig.log.lines().filter(({ msg }) => String(msg).includes(text));
/** What looks in the middle of a leap sees the end of it a moment later. */
const passes = async (milliseconds: number) => {
  rig.advance(milliseconds);
  await rig.settle();
  rig.advance(1);
  await rig.settle();
};
/** As many hours, one after the other: each try falls into its own. */
const lasts = async (milliseconds: number) => {
  for (let left = milliseconds; left > 0; left -= HOUR) await passes(HOUR);
};

describe('receipts', () => {
  it('are sent once for a payment, to the customer alone, as text and as HTML', async () => {
    const { id, transactionId } = await paidOrder(rig, { ...ADA, description: 'Two mugs' });
    await hear(rig);
    await rig.api('GET', `/orders/${id}?refresh=true`);
    await passes(2 * HOUR);

    expect(mail.mails).toHaveLength(1);
    const [{ from, to, headers, text, html }] = mail.mails as [ReceivedMail];
    expect([from, to]).toEqual(['receipts@shop.example', ['ada@shopper.example']]);
    expect(headers).toContain('Subject: Your payment to Test Shop');
    expect(headers).toContain('Auto-Submitted: auto-generated');
    for (const body of [text, html]) {
      for (const shown of [
        '£10.99',
        'Two mugs',
        'T-1',
        transactionId,
        '20 November 2026',
        'help@shop.example',
      ])
        expect(body).toContain(shown);
    }
  });

  it('are sent once for each refund, with its own amount', async () => {
    const { id } = await paidOrder(rig, ADA);
    rig.sandbox.settle();
    await refund(rig, id, { amount: 100 });
    await refund(rig, id, { amount: 250 });
    await rig.settle();
    const refunds = mail.mails.filter(({ headers }) => headers.includes('Your refund from Test Shop'));
    expect(refunds.map(({ text }) => /Refunded: (.+)/.exec(text)?.[1])).toEqual(['£1.00', '£2.50']);
    expect(refunds[1]?.text).toContain('Refunded in all: £3.50');
    expect(mail.mails).toHaveLength(3);
    const ids = mail.mails.map(({ headers }) => /Message-ID: (\S+)/i.exec(headers)?.[1]);
    expect(new Set(ids).size).toBe(3);
  });

  it('are not sent for a payment that was refused', async () => {
    const { id, checkout_url } = await createOrder(rig, ADA);
    await payAndAnswer(rig, checkout_url, 'Refuse');
    await rig.settle();
    expect(await eventsOf(rig, id)).toContain('payment_failed');
    expect(mail.offered()).toBe(0);
  });

  it('show what the shop and the customer wrote as text, never as markup', async () => {
    await paidOrder(rig, { ...ADA, description: '<img src=x> & "more"' });
    const [{ text, html }] = mail.mails as [ReceivedMail];
    expect(text).toContain('<img src=x> & "more"');
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x&gt; &amp; &#34;more&#34;');
  });

  it('are tried for more than a day when the mail server does not take them, then left', async () => {
    mail.answer('451 try later');
    const { id } = await paidOrder(rig, ADA);
    const waits = [MINUTE, 10 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR];
    for (const [index, wait] of waits.entries()) {
      expect(mail.offered()).toBe(index + 1);
      await passes(wait - 10);
      expect(mail.offered()).toBe(index + 1);
      await passes(10);
    }
    expect(mail.offered()).toBe(8);
    await passes(7 * DAY);
    expect(mail.offered()).toBe(8);
    expect(linesSaying('is not tried again')).toMatchObject([{ level: 'error', orderId: id, tries: 8 }]);
  });

  it('arrive, once, when the mail server comes back after an evening, or after a day', async () => {
    for (const away of [5 * HOUR, 24 * HOUR]) {
      mail.answer('451 try later');
      const before = mail.mails.length;
      await paidOrder(rig, ADA);
      await lasts(away);
      expect(mail.mails).toHaveLength(before);
      mail.answer('250 ok');
      await lasts(DAY);
      expect(mail.mails).toHaveLength(before + 1);
    }
    expect(linesSaying('is not tried again')).toEqual([]);
  });

  it('arrive by a later try, once', async () => {
    mail.answer('451 try later');
    await paidOrder(rig, ADA);
    mail.answer('250 ok');
    await passes(MINUTE);
    await passes(24 * HOUR);
    expect(mail.mails).toHaveLength(1);
  });

  it('are not tried again when the mail server refuses them for good', async () => {
    mail.answer('550 no such sender');
    await paidOrder(rig, ADA);
    await passes(24 * HOUR);
    expect(mail.offered()).toBe(1);
  });

  it('never hold up or break a payment, and the log says nothing of whom they were for', async () => {
    await mail.stop();
    const { id } = await paidOrder(rig, ADA);
    expect(await orderOf(rig, id)).toMatchObject({ status: 'paid' });
    expect(linesSaying('is tried again')).toMatchObject([{ orderId: id, tries: 1 }]);
    expect(rig.log.text()).not.toMatch(/ada@|shopper\.example|Ada Shopper/);
    mail = await startMailServer();
  });

  it('are not sent any more once the process is stopping', async () => {
    mail.answer('451 try later');
    await paidOrder(rig, ADA);
    await rig.dependencies.letters?.stop();
    await passes(24 * HOUR);
    expect(mail.offered()).toBe(1);
  });
});

describe('without mail settings', () => {
  it('nothing is sent', async () => {
    const silent = await startRig();
    await paidOrder(silent, ADA);
    expect(silent.dependencies.letters).toBeNull();
    expect(mail.offered()).toBe(0);
    await silent.stop();
  });
});

const LETTER = {
  ...{ subject: 'Receipt', heading: 'Paid', note: null, lines: [], link: null },
  texts: textsIn('en'),
  merchant: { name: 'Test Shop', supportEmail: null },
};

describe('an address for a receipt', () => {
  it.each([
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['b&b@shopper.example', 'b&b@shopper.example'],
    ['sales/uk@shopper.example', 'sales/uk@shopper.example'],
    ["o'neill@shopper.example", "o'neill@shopper.example"],
  ])('that API and page take is written to: %s', async (email, written) => {
    const { checkout_url } = await createOrder(rig, { customer: { email } });
    const { page, form, fields } = await filledCardForm(rig, checkout_url, FRICTIONLESS);
    expect(form.fields['customer_email']).toBe(email);
    await submit(page, form, { ...fields, customer_email: email });
    await rig.settle();
    expect(mail.mails.map(({ to }) => to)).toEqual([[written]]);
  });

  it.each([
    'ada@shopper',
    'ada@a_b.example',
    'ada@shopper.example, eve@other.example',
    `${'a.'.repeat(40)}a@b.example`,
  ])('that nobody can write to is refused beside its field, by API and page: %s', async (email) => {
    const refused = await rig.api('POST', '/orders', {
      reference: 'R',
      amount: 1,
      currency: 'GBP',
      customer: { email },
    });
    expect(refused.body.errors).toEqual([{ field: 'customer.email', message: 'must be an e-mail address' }]);
    const { checkout_url } = await createOrder(rig);
    const { page, form, fields } = await filledCardForm(rig, checkout_url, FRICTIONLESS);
    const again = await submit(page, form, { ...fields, customer_email: email });
    expect(again.text).toContain('Enter an email address like name@example.com');
  });

  it.each([
    'ada',
    'ada@shopper.example, eve@other.example',
    'ada@shopper.example\r\nBcc: eve@other.example',
    'Ada <ada@shopper.example>',
  ])('that an earlier release took is not written to, which the log says: %j', async (to) => {
    const { payments, clock } = rig.dependencies;
    const { id } = await paidOrder(rig);
    const event = (await payments.orders.events(id)).find(({ type }) => type === 'order.paid');
    const sent: string[] = [];
    const letter = () => Promise.resolve({ to, content: LETTER });
    await tryEmail(
      {
        testMode: false,
        letters: { 'order.paid': letter, 'order.refunded': letter, 'repeat_payment.failed': letter },
        draw: () => '',
        send: (message) => Promise.resolve(void sent.push(message.to)),
        clock,
        log: rig.log,
      },
      { id: 'delivery', event: event!, failures: 0 },
    );
    expect(sent).toEqual([]);
    expect(linesSaying('nobody can write to that address')).toHaveLength(1);
    expect(rig.log.text()).not.toContain('shopper.example');
  });
});
