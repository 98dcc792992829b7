import { MINUTE, SECOND } from '../../src/kernel/clock';
import { startRig, type Rig } from '../support/rig';
import { FRICTIONLESS } from '../support/shopper';
import { agree, asked, callIn, created, hear, kept, read, STARTS } from './support/started';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  rig.sandbox.notifications.withhold(true);
});
afterEach(() => rig.stop());

const breakStart = (work: 'done' | 'not-done', status: number, error: string) =>
  rig.sandbox.breakNext(
    { method: 'POST', path: STARTS },
    { kind: 'status', work, status, body: { error }, headers: { 'Retry-After': '2' } },
  );
const setups = async (id: string) => (await kept(rig, id)).setups.map(({ status }) => status);
const schedules = () => rig.sandbox.schedules.list().length;

describe.each([
  [401, 'Access Token expired'],
  [401, 'Unauthorised request'],
  [429, 'Too Many Attempts.'],
])('starting repeat payments that Blink turns away with %d "%s"', (status, text) => {
  it('was not looked at: it is started at once, on the same intent', async () => {
    const id = await created(rig);
    breakStart('not-done', status, text);
    expect(await callIn(rig, id)).toEqual({ kind: 'not_charged', why: 'not_sent' });
    expect(await setups(id)).toEqual(['ready']);
    rig.advance(3 * SECOND);
    await callIn(rig, id);
    await hear(rig);
    expect(await setups(id)).toEqual(['started']);
    expect([schedules(), asked(rig, 'POST', '/intents')]).toEqual([1, 1]);
  });

  it('and that were started all the same are found by the sweep, and started once', async () => {
    const id = await created(rig);
    breakStart('done', status, text);
    await callIn(rig, id);
    expect([await setups(id), schedules()]).toEqual([['ready'], 1]);
    rig.advance(2 * MINUTE);
    await rig.sweep();
    expect(await read(rig, id)).toMatchObject({ status: 'active', needs_review: null });
    expect((await setups(id)).at(-1)).toBe('started');
    expect(asked(rig, 'POST', STARTS)).toBe(1);
  });

  it('and that were started all the same are not started again by another press', async () => {
    const id = await created(rig);
    breakStart('done', status, text);
    await callIn(rig, id);
    rig.advance(3 * SECOND);
    await callIn(rig, id);
    expect([await setups(id), schedules()]).toEqual([['unknown'], 1]);
    await rig.sandbox.notifications.deliverPending();
    await hear(rig);
    expect([await setups(id), schedules()]).toEqual([['started'], 1]);
  });
});

describe('starting repeat payments that the bank refuses with "Do not honour"', () => {
  it('is declined, and may be tried with another card', async () => {
    const id = await created(rig);
    breakStart('not-done', 422, 'Do not honour');
    expect(await agree(rig, id, FRICTIONLESS)).toMatchObject({ kind: 'recorded' });
    expect(await setups(id)).toEqual(['declined']);
    await callIn(rig, id);
    await hear(rig);
    expect(await setups(id)).toEqual(['declined', 'started']);
  });
});

describe.each([
  [400, 'Missing or invalid data'],
  [401, 'CV2 not matched'],
  [422, 'Do not honour'],
  [422, 'Insufficient funds'],
])('repeat payments that Blink refuses with %d "%s", and starts all the same', (status, text) => {
  it('are found before another card is asked for, and started once', async () => {
    const id = await created(rig);
    breakStart('done', status, text);
    await callIn(rig, id);
    expect(await setups(id)).toEqual(['started']);
    await expect(callIn(rig, id)).rejects.toMatchObject({ code: 'repeat_payment_not_agreeable' });
    await hear(rig);
    expect(await read(rig, id)).toMatchObject({ status: 'active', needs_review: null });
    expect([schedules(), asked(rig, 'POST', STARTS)]).toEqual([1, 1]);
  });

  it('are found by the sweep when Blink’s list could not be read then', async () => {
    const id = await created(rig);
    breakStart('done', status, text);
    rig.sandbox.breakNext({ method: 'GET', path: STARTS, times: 9 }, { kind: 'html' });
    await callIn(rig, id);
    expect([await setups(id), schedules()]).toEqual([['declined'], 1]);
    rig.sandbox.mend();
    rig.advance(31 * MINUTE);
    await rig.sweep();
    expect(await read(rig, id)).toMatchObject({ status: 'active', needs_review: null });
    expect(asked(rig, 'POST', STARTS)).toBe(1);
  });
});
