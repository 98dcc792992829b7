import { later, SECOND } from '../../src/kernel/clock';
import { applySchedule } from '../../src/repeat-payments/use-cases/apply-schedule';
import { startRig, type Rig } from '../support/rig';
import { depsOf, kept, post, startedByPhone, told } from './support/started';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());

it('a read that was begun before a payment was taken does not show it as declined, so that it is not taken again', async () => {
  const id = await startedByPhone(rig);
  const { schedule, payments } = await kept(rig, id);
  const [taken] = payments;
  if (!schedule || taken?.status !== 'paid') throw new Error('Nothing was taken');
  const now = await depsOf(rig).blink.repeatPayments.get(schedule.key, 'GBP');
  const before = {
    ...now,
    instalments: now.instalments.map((each) =>
      each.id === taken.id ? { ...each, status: 'Declined' } : each,
    ),
  };
  await applySchedule(
    depsOf(rig),
    id,
    { schedule: before, readAt: later(taken.since, -SECOND) },
    { by: 'sweep' },
  );
  expect(await told(rig, id)).toEqual(['started', 'paid']);
  expect(await post(rig, id, `payments/${taken.id}/retry`)).toMatchObject({
    status: 409,
    body: { code: 'payment_not_retryable' },
  });
  await applySchedule(
    depsOf(rig),
    id,
    { schedule: before, readAt: later(taken.since, SECOND) },
    { by: 'sweep' },
  );
  expect(await told(rig, id)).toEqual(['started', 'paid', 'failed']);
});
