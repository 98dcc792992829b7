import { MINUTE } from '../../src/kernel/clock';
import type { Enrolment } from '../../src/repeat-payments/domain/repeat-payment';
import { giveUpChallenge } from '../../src/repeat-payments/use-cases/give-up-challenge';
import { formsIn } from '../support/html-forms';
import { startRig, type Rig } from '../support/rig';
import { agree, callIn, created, depsOf, lastSetup, post, read } from './support/started';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

async function approveAtBank({ challenge }: Enrolment): Promise<void> {
  if (challenge?.kind !== 'form') throw new Error('No bank asks');
  const asked = new URLSearchParams(challenge.fields.map(({ name, value }) => [name, value]));
  const page = await (await fetch(challenge.action, { method: 'POST', body: asked })).text();
  const approval = formsIn(page).find(({ buttons }) =>
    buttons.some(({ label }) => label.trim() === 'Approve'),
  );
  const body = new URLSearchParams(approval?.fields);
  const back = await fetch(new URL(approval?.action ?? '', challenge.action), {
    method: 'POST',
    body,
    redirect: 'manual',
  });
  expect(back.headers.get('location')).toContain('/return/repeat-payments/');
}

/** Given up at the bank and begun by telephone; the bank approved the first all the same. */
async function startedTwice(): Promise<string> {
  const id = await created(rig);
  await agree(rig, id);
  rig.sandbox.notifications.withhold(true);
  await approveAtBank(await lastSetup(rig, id));
  await giveUpChallenge(depsOf(rig), id);
  await callIn(rig, id);
  return id;
}

async function lookLater(id: string, milliseconds: number) {
  rig.advance(milliseconds);
  await rig.sweep();
  return read(rig, id);
}

const ofBlink = () => rig.sandbox.schedules.list().map(({ status }) => status);

describe('a second schedule that Blink was asked to end', () => {
  it('is ended again when the answer was lost and Blink shows that it goes on', async () => {
    const id = await startedTwice();
    rig.sandbox.breakNext(
      { method: 'DELETE', path: /\/repeat-payments\/\d+$/ },
      { kind: 'html', status: 503 },
    );
    expect((await lookLater(id, 2 * MINUTE)).needs_review).toBe('started_twice');
    expect(ofBlink()).toEqual(['Active', 'Active']);
    await post(rig, id, 'review', { resolution: 'dismissed', reason: 'One of the two was ended' });
    await lookLater(id, 30 * MINUTE);
    expect(ofBlink()).toEqual(['Cancelled', 'Active']);
    expect((await read(rig, id)).status).toBe('active');
  });

  it('is shown as still running, before all else, when Blink refuses', async () => {
    const id = await startedTwice();
    const refusal = { success: false, message: 'Not now' };
    rig.sandbox.breakNext(
      { method: 'DELETE', path: /\/repeat-payments\/\d+$/ },
      { kind: 'status', status: 200, body: refusal },
    );
    expect((await lookLater(id, 2 * MINUTE)).needs_review).toBe('still_running');
  });
});
