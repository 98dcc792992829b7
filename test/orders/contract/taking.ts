import { IllegalTransition } from '../../../src/orders/domain/transitions';
import { IntentTaken, TransactionTaken } from '../../../src/orders/store/store';
import { changesOf, newIntent, opening } from '../../support/orders';
import { Subject, type MakeStore } from './subject';

export function takingContract(makeStore: MakeStore): void {
  describe('transactions and intents', () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = new Subject(await makeStore());
    });

    it('knows which attempt has a transaction', async () => {
      const { order, attemptId, go } = await subject.createWithAttempt();
      expect(await subject.store.findTransaction(`BL-${attemptId}`)).toBeNull();
      await subject.append(order, go.claimed(), go.captured());
      expect(await subject.store.findTransaction(`BL-${attemptId}`)).toEqual({
        orderId: order.id,
        attemptId,
      });
    });

    it('gives a transaction to nobody when the append that claimed it was refused', async () => {
      const { order, attemptId, go } = await subject.createWithAttempt();
      const append = async () => subject.append(order, go.claimed(), go.captured(), go.declined());
      await expect(append()).rejects.toThrow(IllegalTransition);
      expect(await subject.store.findTransaction(`BL-${attemptId}`)).toBeNull();
    });

    it.each(['unknown', 'pending', 'authorised', 'captured', 'declined'] as const)(
      'refuses a transaction of another order: %s',
      async (outcome) => {
        const paid = await subject.createPaid();
        const taken = paid.attempts[0]?.transactionId ?? '';
        const { order, attemptId, go } = await subject.createWithAttempt();
        const charged = await subject.append(order, go.claimed());
        const before = await subject.everythingOf(order.id);
        const theirs = changesOf(attemptId, taken);
        const change = outcome === 'unknown' ? theirs.unknown(taken) : theirs[outcome]();

        await expect(subject.append(charged, change)).rejects.toThrow(TransactionTaken);
        expect(await subject.everythingOf(order.id)).toEqual(before);
        expect(await subject.store.findTransaction(taken)).toMatchObject({ orderId: paid.id });
      },
    );

    it('refuses a transaction of another attempt of the same order, written before or together', async () => {
      const [one, other] = [opening(), opening()];
      const created = await subject.create();
      const [first, second] = [
        changesOf(one.attemptId, 'BL-SHARED'),
        changesOf(other.attemptId, 'BL-SHARED'),
      ];
      const order = await subject.append(created, one, first.claimed(), first.declined(), other);
      const before = await subject.everythingOf(order.id);
      await expect(subject.append(order, second.claimed(), second.captured())).rejects.toThrow(
        TransactionTaken,
      );
      expect(await subject.everythingOf(order.id)).toEqual(before);

      const fresh = await subject.create();
      const together = [
        { ...one, attemptId: 'att_x', intent: newIntent() },
        { ...other, attemptId: 'att_y', intent: newIntent() },
      ] as const;
      const [x, y] = [changesOf('att_x', 'BL-TOGETHER'), changesOf('att_y', 'BL-TOGETHER')];
      await expect(
        subject.append(fresh, together[0], x.claimed(), x.declined(), together[1], y.claimed(), y.declined()),
      ).rejects.toThrow(TransactionTaken);
      expect(await subject.store.findTransaction('BL-TOGETHER')).toBeNull();
      expect(await subject.store.find(fresh.id)).toEqual(fresh);
    });

    it('lets one of two orders that name a transaction at once have it', async () => {
      const claims = await Promise.all([subject.createWithAttempt(), subject.createWithAttempt()]);
      const all = await Promise.allSettled(
        claims.map(async ({ order, attemptId }) => {
          const go = changesOf(attemptId, 'BL-WANTED');
          return subject.append(order, go.claimed(), go.captured());
        }),
      );
      expect(all.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = all.find((each) => each.status === 'rejected');
      expect(lost?.reason).toBeInstanceOf(TransactionTaken);
    });

    it('lets an attempt name its transaction again, and keeps for it every transaction it ever had', async () => {
      const { order, attemptId, go } = await subject.createWithAttempt();
      const held = await subject.append(order, go.claimed(), go.authorised());
      const captureId = `${attemptId}-capture`;
      const captured = await subject.append(held, changesOf(attemptId, captureId).captured());
      expect(captured.attempts[0]?.transactionId).toBe(captureId);
      const use = { orderId: order.id, attemptId };
      expect(await subject.store.findTransaction(`BL-${attemptId}`)).toEqual(use);
      expect(await subject.store.findTransaction(captureId)).toEqual(use);
    });

    it('refuses an intent of another attempt, of whichever order', async () => {
      const { order } = await subject.createWithAttempt();
      const intent = order.attempts[0]?.intent ?? newIntent();
      const other = await subject.create();
      const before = await subject.everythingOf(other.id);
      await expect(subject.append(other, opening({ intent }))).rejects.toThrow(IntentTaken);
      expect(await subject.everythingOf(other.id)).toEqual(before);
      await expect(subject.append(order, opening({ intent }))).rejects.toThrow(IntentTaken);

      const shared = newIntent();
      await expect(
        subject.append(
          other,
          opening({ intent: shared, attemptId: 'att_one' }),
          changesOf('att_one').abandoned(),
          opening({ intent: shared }),
        ),
      ).rejects.toThrow(IntentTaken);
      expect(await subject.everythingOf(other.id)).toEqual(before);
    });
  });
}
