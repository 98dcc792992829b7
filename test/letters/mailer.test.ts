import { createMailer, tryMailServer } from '../../src/delivery/emails/mailer';
import { capturedLog } from '../support/captured-log';
import { startMailServer, type MailServer } from './mail-server';

const MESSAGE = { id: 'evt_1', to: 'ada@shopper.example', subject: 'S', text: 'T', html: '<p>T</p>' };

describe('the mailer', () => {
  let mail: MailServer;
  beforeEach(async () => void (mail = await startMailServer()));
  afterEach(() => mail.stop());

  it.each([
    ['Smith, Jones (UK) <pay@example.com>', 'From: "Smith, Jones (UK)" <pay@example.com>'],
    ['"Smith, Jones [UK]" <pay@example.com>', 'From: "Smith, Jones [UK]" <pay@example.com>'],
    ['pay@example.com', 'From: pay@example.com'],
  ])('writes as one sender: %s', async (from, header) => {
    await createMailer(mail.url, from)(MESSAGE);
    expect(mail.mails).toMatchObject([{ from: 'pay@example.com', to: ['ada@shopper.example'] }]);
    expect(mail.mails[0]?.headers).toContain(header);
    expect(mail.mails[0]?.headers).toContain('<evt_1@example.com>');
  });

  it('says nothing to a server that has to encrypt and does not', async () => {
    const server = `${mail.url}?requireTLS=true`;
    await expect(createMailer(server, 'pay@example.com')(MESSAGE)).rejects.toThrow();
    expect(mail.offered()).toBe(0);
    const log = capturedLog();
    await tryMailServer(server, log);
    expect(log.lines()).toMatchObject([
      { level: 'warn', msg: 'the mail server cannot be used: e-mails to customers wait until it can' },
    ]);
  });

  it('tries the login of one that is well, and sends nothing', async () => {
    const log = capturedLog();
    await tryMailServer(mail.url, log);
    expect(log.lines()).toMatchObject([{ level: 'info', msg: 'the mail server takes our login' }]);
    expect(mail.offered()).toBe(0);
  });

  it('warns of one that is not there, without its address', async () => {
    const log = capturedLog();
    await tryMailServer('smtp://canary:canary@127.0.0.1:1', log);
    expect(log.lines()).toMatchObject([{ level: 'warn' }]);
    expect(log.text()).not.toContain('canary');
  });
});
