import { DAY, MINUTE } from '../../src/kernel/clock';
import { failedPaymentEmails } from '../../src/delivery/emails/emails';
import { money } from '../../src/kernel/money';
import type { RepeatPaymentEvent } from '../../src/orders/domain/events';
import { ADA, FIXED, post, read, startedByPhone, kept } from '../repeat-payments/support/started';
import { startRig, type Rig } from '../support/rig';
import { startMailServer, type MailServer, type ReceivedMail } from './mail-server';

let mail: MailServer;
let rig: Rig;
beforeEach(async () => {
  mail = await startMailServer();
  rig = await startRig({
    env: {
      SMTP_URL: mail.url,
      MAIL_FROM: 'Test Shop <letters@shop.example>',
      SUPPORT_EMAIL: 'help@shop.example',
    },
    sandbox: { repeatBody: 'documented' },
  });
});
afterEach(async () => {
  await rig.stop();
  await mail.stop();
});

const passes = async (milliseconds: number) => {
  rig.advance(milliseconds);
  await rig.settle();
  rig.advance(1);
  await rig.settle();
};

const EVENT: RepeatPaymentEvent = {
  id: 'evt_1',
  type: 'repeat_payment.failed',
  createdAt: new Date(0),
  orderId: null,
  repeatPaymentId: 'rp_1',
  paymentId: '1431',
  sequence: 1,
  data: {},
};

/** A plan that runs, and whose second payment the bank does not make. */
async function withFailedPayment(more: object = {}): Promise<string> {
  const id = await startedByPhone(rig, { ...FIXED, customer: ADA, ...more });
  const [schedule] = rig.sandbox.schedules.list();
  rig.sandbox.schedules.declineNext('fixed_schedule', schedule?.id ?? 0);
  rig.advance(30 * DAY);
  await rig.settle();
  await read(rig, id, '?refresh=true');
  await rig.settle();
  return id;
}

const newCardAddress = async (id: string) =>
  `${rig.origin}/repeat-payments/${(await kept(rig, id)).token}/new-card`;

describe('a payment of a plan that failed', () => {
  it('is told to the customer once, as text and as HTML, with the way to another card', async () => {
    const id = await withFailedPayment();
    expect((await read(rig, id)).payments[1]).toMatchObject({ status: 'declined' });
    await read(rig, id, '?refresh=true');
    await passes(2 * DAY);
    await read(rig, id, '?refresh=true');
    await rig.settle();

    expect(mail.mails).toHaveLength(1);
    const [{ from, to, headers, text, html }] = mail.mails as [ReceivedMail];
    expect([from, to]).toEqual(['letters@shop.example', [ADA.email]]);
    expect(headers).toContain('Subject: A payment to Test Shop did not go through');
    for (const body of [text, html])
      for (const shown of [
        '£5.00',
        '20 December 2026',
        'GYM-17',
        '£5.00 on 20 January 2027',
        'Enter another card',
        await newCardAddress(id),
        'help@shop.example',
      ])
        expect(body).toContain(shown);
    expect(html).toContain(`<a href="${await newCardAddress(id)}">Enter another card</a>`);
    expect((await fetch(await newCardAddress(id))).status).toBe(200);
  });

  it('is told for each payment that failed', async () => {
    await withFailedPayment();
    rig.sandbox.schedules.declineNext('fixed_schedule', 273);
    rig.advance(31 * DAY);
    await rig.settle();
    const [{ id = '' } = {}] = (await rig.api('GET', '/repeat-payments')).body.data;
    await read(rig, id, '?refresh=true');
    await rig.settle();
    expect(mail.mails.map(({ text }) => /Due: (.+)/.exec(text)?.[1])).toEqual([
      '20 December 2026',
      '20 January 2027',
    ]);
  });

  it('is not told any more when it was made after all before the letter could be sent', async () => {
    mail.answer('451 try later');
    const id = await withFailedPayment();
    const payment = (await read(rig, id)).payments[1];
    expect((await post(rig, id, `payments/${payment.id}/retry`)).status).toBe(200);
    mail.answer('250 ok');
    await passes(MINUTE);
    await passes(DAY);
    expect(mail.mails).toEqual([]);
  });

  it('of a plan that was ended meanwhile names no way to another card', async () => {
    mail.answer('451 try later');
    const id = await withFailedPayment();
    expect((await post(rig, id, 'cancel')).status).toBe(200);
    mail.answer('250 ok');
    await passes(MINUTE);
    const [{ text, html }] = mail.mails as [ReceivedMail];
    for (const body of [text, html]) {
      expect(body).toContain('Please ask Test Shop how to pay it.');
      expect(body).not.toContain('repeat-payments/');
      expect(body).not.toContain('Next payment');
    }
  });

  it('is told as text, never as markup', async () => {
    await withFailedPayment({ reference: '<img src=x> & more' });
    const [{ text, html }] = mail.mails as [ReceivedMail];
    expect(text).toContain('<img src=x> & more');
    expect(html).not.toContain('<img');
  });

  it.each([null, ''])('is told to nobody at %j', async (email) => {
    const failed = {
      email,
      reference: 'GYM-17',
      amount: money(500, 'GBP'),
      day: '2026-12-20',
      next: null,
      newCardUrl: null,
    };
    const letters = failedPaymentEmails(() => Promise.resolve(failed), {
      name: 'Test Shop',
      supportEmail: null,
    });
    expect(await letters['repeat_payment.failed'](EVENT)).toBeNull();
    const known = failedPaymentEmails(() => Promise.resolve({ ...failed, email: ADA.email }), {
      name: 'Test Shop',
      supportEmail: null,
    });
    expect(await known['repeat_payment.failed'](EVENT)).toMatchObject({ to: ADA.email });
  });

  it('leaves neither the address nor the way to another card in the log', async () => {
    const id = await withFailedPayment();
    expect(mail.mails).toHaveLength(1);
    expect(rig.log.lines().find(({ msg }) => msg === 'an e-mail to a customer was sent')).toMatchObject({
      repeatPaymentId: id,
      eventType: 'repeat_payment.failed',
      tries: 1,
    });
    expect(rig.log.text()).not.toContain(ADA.email);
    expect(rig.log.text()).not.toContain((await kept(rig, id)).token);
  });
});
