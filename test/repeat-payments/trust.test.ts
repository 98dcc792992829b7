import { HOUR, SECOND } from '../../src/kernel/clock';
import { DatabaseUnavailable } from '../../src/postgres/errors';
import { startRig, type Rig } from '../support/rig';
import { visit } from '../support/shopper';
import {
  ADA,
  agree,
  answerAtBank,
  asked,
  callIn,
  created,
  depsOf,
  FIXED,
  kept,
  lastSetup,
  read,
  started,
  startedByPhone,
} from './support/started';

let rig: Rig;
beforeEach(async () => void (rig = await startRig()));
afterEach(() => rig.stop());

const pathOf = (address: string) => new URL(address).pathname;
const notify = (address: string, body: object = { transaction_id: 'BL-1', status: 'Captured' }) =>
  fetch(rig.origin + pathOf(address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const reads = () => asked(rig, 'GET', /\/repeat-payments/);

describe('a notification', () => {
  it('of somebody without its capability is nothing’s, whatever it is made of', async () => {
    const [mine, theirs] = [await startedByPhone(rig), await startedByPhone(rig)];
    const { addresses } = depsOf(rig);
    const setup = (await lastSetup(rig, mine)).id;
    const genuine = pathOf(addresses.notificationUrl(mine, setup));
    const ofReturn = pathOf(addresses.returnUrl(mine, setup)).replace('/return/', '/notifications/');
    const ofOrder = rig.dependencies.payments.addresses.notificationUrl(mine, setup).split('/').at(-1) ?? '';
    const forged = [
      genuine.slice(0, -1),
      `${genuine}A`,
      genuine.replace(mine, theirs),
      genuine.replace(setup, (await lastSetup(rig, theirs)).id),
      genuine.replace(/[^/]+$/, ofOrder),
      ofReturn,
    ];
    rig.advance(HOUR);
    rig.sandbox.forgetCalls();
    for (const path of forged) expect((await notify(rig.origin + path)).status).toBe(404);
    await rig.settle();
    expect(reads()).toBe(0);
  });

  it('says nothing but that it is time to look: what it claims is not read', async () => {
    const id = await startedByPhone(rig);
    const address = depsOf(rig).addresses.notificationUrl(id, (await lastSetup(rig, id)).id);
    const before = await read(rig, id);
    rig.advance(HOUR);
    for (const body of [
      { status: 'Refunded' },
      { status: 'Cancelled', schedule_id: 999 },
      [],
      { recurring_id: 1431, status: 'Captured' },
    ]) {
      expect((await notify(address, body)).status).toBe(200);
      await rig.settle();
      rig.advance(6 * SECOND);
    }
    expect({ ...(await read(rig, id)) }).toEqual(before);
  });

  it.each([
    ['text/plain', '{"status":"Captured"}'],
    ['application/json; charset=utf8', '{}'],
    ['application/json', '{ not json'],
    ['application/json', `{"__proto__":{"x":1},"note":"${'x'.repeat(100_000)}"}`],
    ['multipart/form-data', ''],
  ])('is looked into whatever its body is, of which nothing is read: %s', async (type, body) => {
    const id = await startedByPhone(rig);
    const address = depsOf(rig).addresses.notificationUrl(id, (await lastSetup(rig, id)).id);
    rig.advance(HOUR);
    rig.sandbox.forgetCalls();
    const headers = { 'content-type': type, 'content-encoding': 'gzip' };
    const answer = await fetch(rig.origin + pathOf(address), { method: 'POST', headers, body });
    await rig.settle();
    expect(answer.status).toBe(200);
    expect(reads()).toBe(1);
  });

  it('is answered with one look, however often it comes', async () => {
    const id = await startedByPhone(rig);
    const address = depsOf(rig).addresses.notificationUrl(id, (await lastSetup(rig, id)).id);
    rig.advance(HOUR);
    rig.sandbox.forgetCalls();
    await Promise.all(Array.from({ length: 50 }, () => notify(address)));
    await rig.settle();
    expect(reads()).toBe(1);
    rig.advance(6 * SECOND);
    await rig.sweep();
    await rig.sweep();
    expect(reads()).toBeLessThanOrEqual(2);
  });

  it('is not acknowledged when the look could not be kept', async () => {
    const id = await startedByPhone(rig);
    const address = depsOf(rig).addresses.notificationUrl(id, (await lastSetup(rig, id)).id);
    Object.assign(depsOf(rig).store, {
      requestLook: () => Promise.reject(new DatabaseUnavailable('request_look')),
    });
    expect((await notify(address)).status).toBe(503);
  });

  it('about one that is no longer kept is acknowledged, and an alert', async () => {
    const address = depsOf(rig).addresses.notificationUrl('rp_gone', 'set_gone');
    expect((await notify(address)).status).toBe(200);
    expect(rig.log.text()).toContain(
      'a genuine notification is about a repeat payment that is no longer kept',
    );
  });
});

describe('the way back from the bank', () => {
  it('with the number of somebody else’s schedule starts nothing', async () => {
    const theirs = await started(rig);
    const stolen = (await kept(rig, theirs)).schedule?.key.id ?? 0;
    const mine = await created(rig);
    await agree(rig, mine);
    const setup = await lastSetup(rig, mine);
    const back = pathOf(depsOf(rig).addresses.returnUrl(mine, setup.id));
    for (const id of [String(stolen), Buffer.from(String(stolen)).toString('base64'), '999999', 'x'])
      await visit(`${rig.origin}${back}?repeat_payment_id=${encodeURIComponent(id)}`);
    expect(await read(rig, mine)).toMatchObject({ status: 'pending', started_at: null });
    expect((await kept(rig, theirs)).schedule?.key.id).toBe(stolen);
    expect(rig.log.text()).toContain('a schedule that is not of this repeat payment was presented');
  });

  it('with the reference of another setup, or a part of it, is somebody else’s', async () => {
    const mine = await startedByPhone(rig);
    const { blink } = depsOf(rig);
    const own = await blink.repeatPayments.get({ type: 'fixed', id: 273 }, 'GBP');
    const other = await created(rig);
    await callIn(rig, other);
    await rig.settle();
    const before = await kept(rig, mine);
    for (const reference of [
      mine,
      `${mine}.`,
      own.reference.slice(0, -1),
      `${own.reference}x`,
      own.reference.toUpperCase(),
    ]) {
      Object.assign(blink.repeatPayments, {
        get: () => Promise.resolve({ ...own, reference, status: 'Cancelled' }),
      });
      await read(rig, mine, '?refresh=true');
    }
    expect((await kept(rig, mine)).schedule).toEqual(before.schedule);
  });

  it('of somebody without its capability is no page', async () => {
    const id = await created(rig);
    await agree(rig, id);
    const { addresses } = depsOf(rig);
    const genuine = pathOf(addresses.returnUrl(id, (await lastSetup(rig, id)).id));
    const ofNotification = pathOf(addresses.notificationUrl(id, (await lastSetup(rig, id)).id));
    for (const path of [
      `${genuine}A`,
      genuine.slice(0, -1),
      ofNotification.replace('/notifications/', '/return/'),
    ])
      expect((await visit(rig.origin + path)).status).toBe(404);
    expect((await lastSetup(rig, id)).status).toBe('challenged');
  });

  it('that claims a refusal is not believed while Blink lists the schedule', async () => {
    const id = await created(rig);
    await agree(rig, id);
    const back = new URL(await answerAtBank(rig, id));
    back.search = '?status=declined&note=declined';
    await visit(back.href);
    expect(await read(rig, id)).toMatchObject({ status: 'active', setups: [{ status: 'started' }] });
  });

  it('may be asked for ten times a minute, and then asks Blink no more', async () => {
    const id = await created(rig);
    await agree(rig, id);
    const back = depsOf(rig).addresses.returnUrl(id, (await lastSetup(rig, id)).id);
    rig.sandbox.forgetCalls();
    for (let visits = 0; visits < 15; visits++) await fetch(back, { redirect: 'manual' });
    expect(reads()).toBeLessThanOrEqual(10);
  });
});

describe('the log', () => {
  it('holds neither who the customer is, nor a token, a capability, a nonce or a challenge', async () => {
    const id = await started(rig);
    const phone = await startedByPhone(rig, { ...FIXED, customer: ADA });
    rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments/cancel' }, { kind: 'reset-after' });
    await rig.api('POST', `/repeat-payments/${phone}/payments/1433/refund`);
    await rig.api('POST', `/repeat-payments/${id}/cancel`);
    await rig.settle();
    const log = rig.log.text();
    expect(log).toContain(id);
    const secrets = [await kept(rig, id), await kept(rig, phone)].flatMap(({ token, setups }) => [
      token,
      ...setups.flatMap(({ nonce, intent, id: setupId }) => [
        nonce,
        intent.reference,
        depsOf(rig).capabilities.grant('repeat-payment-return', id, setupId),
        depsOf(rig).capabilities.grant('repeat-payment-notification', id, setupId),
      ]),
    ]);
    for (const secret of [...secrets, ADA.name, ADA.email, ADA.address, ADA.postcode, 'creq'])
      expect(log).not.toContain(secret);
    const { body } = await rig.api('GET', `/repeat-payments/${id}`);
    const shown = JSON.stringify({ ...body, checkout_url: '' });
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });
});
