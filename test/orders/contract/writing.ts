import type { Order } from '../../../src/orders/domain/order';
import { OrderNotFound, TransactionTaken } from '../../../src/orders/store/store';
import { opening } from '../../support/orders';
import { Subject, type MakeStore } from './subject';

export function writingContract(makeStore: MakeStore): void {
  describe('writing', () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = new Subject(await makeStore());
    });

    it('lets one of many claims at once win', async () => {
      const { order, attemptId, go } = await subject.createWithAttempt();
      class Lost extends Error {}
      const claim = () =>
        subject.change(order.id, (current) => {
          if (statusOfAttempt(current, attemptId) !== 'ready') throw new Lost();
          return [go.claimed()];
        });
      const all = await Promise.allSettled(Array.from({ length: 25 }, claim));
      expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const each of all) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(Lost);
      expect((await subject.store.history(order.id)).filter(isClaim)).toHaveLength(1);
    });

    it('loses none of several changes at once that all may be', async () => {
      const { order } = await subject.createWithAttempt();
      const notes = Array.from({ length: 8 }, (_, index) => `note ${index}`);
      const write = (note: string) =>
        subject.change(order.id, (current) => [
          { type: 'order_amended', amendment: { metadata: { ...current.metadata, [note]: 'kept' } } },
        ]);
      await Promise.all(notes.map(write));
      const kept = await subject.store.find(order.id);
      expect(kept?.version).toBe(order.version + notes.length);
      expect(Object.keys(kept?.metadata ?? {})).toEqual(expect.arrayContaining(notes));
    });

    it('decides again on what another change left, and writes nothing when nothing is to change', async () => {
      const { order, go } = await subject.createWithAttempt();
      const seen: string[] = [];
      const { changes } = await subject.change(order.id, (current) => {
        seen.push(current.attempts[0]?.status ?? '');
        return [];
      });
      expect(changes).toEqual([]);
      expect(seen).toEqual(['ready']);
      expect(await subject.store.find(order.id)).toEqual(order);
      await expect(subject.change('ord_none', () => [go.claimed()])).rejects.toThrow(OrderNotFound);
    });

    it('keeps money that comes to an attempt that was given up while another stands ready', async () => {
      const { order, go } = await subject.createWithAttempt();
      const other = opening();
      const ready = await subject.append(order, go.claimed(), go.challenged(), go.abandoned(), other);
      const late = await subject.append(ready, go.pending());
      expect(late.attempts.map(({ status }) => status)).toEqual(['pending', 'ready']);
      expect(await subject.store.find(order.id)).toEqual(late);
    });

    it('does not write for a transaction that is taken, even after a conflict', async () => {
      const paid = await subject.createPaid();
      const taken = paid.attempts[0]?.transactionId ?? '';
      const { order, go } = await subject.createWithAttempt();
      await subject.append(order, go.claimed());
      await expect(subject.change(order.id, () => [go.unknown(taken)])).rejects.toThrow(TransactionTaken);
    });
  });
}

function statusOfAttempt(order: Order, attemptId: string): string | undefined {
  return order.attempts.find(({ id }) => id === attemptId)?.status;
}

function isClaim({ change }: { readonly change: { readonly type: string } }): boolean {
  return change.type === 'charge_claimed';
}
