import { DAY, HOUR, MINUTE } from '../../src/kernel/clock';
import { money } from '../../src/kernel/money';
import { changeRepeatPayment } from '../../src/repeat-payments/store/change-repeat-payment';
import type { Change } from '../../src/repeat-payments/domain/history';
import type { ReviewReason } from '../../src/repeat-payments/domain/repeat-payment';
import { startRig, type Rig } from '../support/rig';
import { depsOf, FIXED, post, read, startedByPhone } from './support/started';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const LOST = { kind: 'html', status: 503 } as const;

async function loseRefund(id: string, of: string) {
  rig.sandbox.breakNext({ method: 'DELETE', path: '/repeat-payments/cancel' }, LOST);
  const { body } = await post(rig, id, `payments/${of}/refund`);
  expect(body.pending).toMatchObject([{ action: 'refund_payment', status: 'unknown' }]);
}

const flag = (id: string, reason: ReviewReason) =>
  changeRepeatPayment(depsOf(rig), id, { by: 'system' }, () => [{ type: 'review_flagged', reason }]);

const close = (id: string, resolution: string) =>
  post(rig, id, 'review', { resolution, reason: 'looked up in the portal' });

async function lookLater(id: string, milliseconds: number) {
  rig.advance(milliseconds);
  await rig.sweep();
  return read(rig, id);
}

describe('an answer that was lost while a human was to look at something else', () => {
  it('is shown once that is out of the way, and can be settled then', async () => {
    const id = await startedByPhone(rig);
    const paid = (await read(rig, id)).payments[0].id;
    await flag(id, 'still_running');
    await loseRefund(id, paid);
    await close(id, 'dismissed');
    const shown = await lookLater(id, 10 * MINUTE);
    expect(shown.needs_review).toBe('refund_unknown');
    expect((await close(id, 'did_not_happen')).body).toMatchObject({ needs_review: null, pending: [] });
    expect((await post(rig, id, `payments/${paid}/refund`)).body.payments[0].status).toBe('refunded');
  });
});

describe('answers of several kinds that were lost while a human was to look at something else', () => {
  it('are not settled by one word: each comes up by itself', async () => {
    const id = await startedByPhone(rig);
    const [paid, next] = (await read(rig, id)).payments;
    await flag(id, 'still_running');
    await loseRefund(id, paid.id);
    rig.sandbox.breakNext({ method: 'DELETE', path: /\/repeat-payments\/\d+$/ }, LOST);
    await post(rig, id, `payments/${next.id}/cancel`);
    for (const verdict of ['did_not_happen', 'happened'])
      expect(await close(id, verdict)).toMatchObject({
        status: 409,
        body: { code: 'resolution_does_not_fit' },
      });
    await close(id, 'dismissed');
    expect(await lookLater(id, 10 * MINUTE)).toMatchObject({
      needs_review: 'refund_unknown',
      pending: [{ action: 'refund_payment' }], // that the other did not happen Blink's answer shows
    });
    expect((await close(id, 'happened')).body).toMatchObject({ needs_review: 'cancel_unknown', pending: [] });
    expect((await close(id, 'did_not_happen')).body).toMatchObject({ needs_review: null, pending: [] });
  });
});

it('what a human found out of a refund says nothing of a payment that was to be called off', async () => {
  const id = await startedByPhone(rig);
  const [paid, next] = (await read(rig, id)).payments;
  await loseRefund(id, paid.id);
  rig.sandbox.breakNext({ method: 'DELETE', path: /\/repeat-payments\/\d+$/ }, LOST);
  await post(rig, id, `payments/${next.id}/cancel`);
  const { body } = await close(id, 'happened');
  expect(body.payments).toMatchObject([{ status: 'refunded' }, { status: 'pending' }, { status: 'pending' }]);
  expect(body.pending).toMatchObject([{ action: 'cancel_payment', status: 'unknown' }]);
});

const silent = (id: number, date: string): Change => ({
  type: 'payment_shown',
  payment: { id, date, amount: money(500, 'GBP'), status: 'pending' },
});

describe('payments of which nothing was heard', () => {
  it('are dismissed together, however many they have become until a human looks', async () => {
    const id = await startedByPhone(rig, { ...FIXED, instalments: null });
    await changeRepeatPayment(depsOf(rig), id, { by: 'system' }, () => [
      silent(9001, '2026-11-21'),
      silent(9002, '2026-11-22'),
    ]);
    expect((await lookLater(id, 8 * DAY + HOUR)).needs_review).toBe('payment_overdue');
    rig.advance(DAY);
    expect((await close(id, 'dismissed')).body.needs_review).toBeNull();
    expect((await read(rig, id)).needs_review).toBeNull();
  });

  it('are shown again when there is another', async () => {
    const id = await startedByPhone(rig, { ...FIXED, instalments: null });
    await changeRepeatPayment(depsOf(rig), id, { by: 'system' }, () => [
      silent(9001, '2026-11-21'),
      silent(9002, '2026-11-22'),
    ]);
    await lookLater(id, 8 * DAY + HOUR);
    await close(id, 'dismissed');
    expect((await read(rig, id)).needs_review).toBeNull();
    expect((await lookLater(id, DAY)).needs_review).toBe('payment_overdue');
  });
});
