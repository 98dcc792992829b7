import { later, MINUTE, SECOND } from '../../src/kernel/clock';
import { dueWorkContract } from '../queue/due-work-contract';
import { NOW } from '../support/orders';
import type { Notification, NotificationStore, ClaimedNotification } from '../../src/notifications/store';

const PAUSE_MS = 5 * SECOND;

/**
 * What every keeper of notices must do.
 * @param make gives one with nothing in it, for each test
 */
export function noticesContract(
  name: string,
  make: () => NotificationStore | Promise<NotificationStore>,
): void {
  dueWorkContract(name, async () => {
    const notices = await make();
    let count = 0;
    return {
      due: notices,
      add: async () => {
        count += 1;
        await notices.keep([about(`att_${count}`)], NOW);
        return `att_${count}`;
      },
      nameOf: ({ notice }) => notice.attemptId,
      done: (taken) => notices.done(taken, NOW),
    };
  });

  describe(`${name} as a keeper of notices`, () => {
    let notices: NotificationStore;
    beforeEach(async () => void (notices = await make()));

    const keep = (...given: readonly Notification[]) => notices.keep(given, NOW);
    const claim = (at = NOW) => notices.claimDue(at, 10, MINUTE);
    const claimOne = async (at = NOW) => {
      const claimed = await claim(at);
      expect(claimed).toHaveLength(1);
      return claimed[0] as ClaimedNotification;
    };

    it('gives out what was named, when it was received, and which try it is', async () => {
      await keep(about('att_1', 'BL-1'));
      const taken = await claimOne();
      expect(taken).toMatchObject({ receivedAt: NOW, tries: 1 });
      expect(taken.notice).toMatchObject({ orderId: 'ord_1', attemptId: 'att_1', transactionId: 'BL-1' });
    });

    it('keeps one of many that say the same, and one more while somebody looks into it', async () => {
      await keep(about('att_1'), about('att_1'));
      await keep(about('att_1'));
      const taken = await claimOne();
      await keep(about('att_1'));
      await keep(about('att_1'));
      await notices.done(taken, NOW);
      expect(await notices.backlog()).toEqual({ count: 1, oldest: NOW });
      expect(await claim()).toEqual([]);
      expect(await claim(later(NOW, PAUSE_MS))).toHaveLength(1);
    });

    it('gives one of a payment at a time, the next five seconds after it, and the first that came first', async () => {
      await keep(about('att_1', 'BL-1'), about('att_1', 'BL-2'));
      await keep(about('att_2', 'BL-3'));
      const named = async (at: Date) => (await claim(at)).map(({ notice }) => notice.transactionId).sort();
      expect(await named(NOW)).toEqual(['BL-1', 'BL-3']);
      expect(await named(later(NOW, PAUSE_MS - 1))).toEqual([]);
    });

    it('gives the next of a payment once the one before it is settled and the pause is over', async () => {
      await keep(about('att_1', 'BL-1'), about('att_1', 'BL-2'));
      await notices.done(await claimOne(), NOW);
      expect(await claim(later(NOW, PAUSE_MS - 1))).toEqual([]);
      expect((await claimOne(later(NOW, PAUSE_MS))).notice.transactionId).toBe('BL-2');
    });

    it('keeps ten of one payment, leaves the eleventh out and says of which payment', async () => {
      const many = Array.from({ length: 11 }, (_, index) => about('att_1', `BL-${index}`));
      expect(await keep(...many.slice(0, 10))).toEqual([]);
      expect(await keep(...many.slice(10))).toMatchObject([{ orderId: 'ord_1', attemptId: 'att_1' }]);
      expect(await notices.backlog()).toMatchObject({ count: 10 });
    });

    it('gives what was in vain again at its moment, and counts the tries', async () => {
      await keep(about('att_1'));
      const again = later(NOW, MINUTE);
      await notices.postpone(await claimOne(), again, 'BlinkUnavailable', NOW);
      expect(await notices.nextDueAt(NOW)).toEqual(again);
      expect(await claim(later(again, -1))).toEqual([]);
      expect(await claimOne(again)).toMatchObject({ tries: 2, receivedAt: NOW });
    });

    it('gives no more what was given up', async () => {
      await keep(about('att_1'));
      await notices.postpone(await claimOne(), null, 'BlinkUnavailable', NOW);
      expect(await notices.nextDueAt(NOW)).toBeNull();
      expect(await notices.backlog()).toEqual({ count: 0, oldest: null });
    });
  });
}

function about(attemptId: string, transactionId: string | null = 'BL-1'): Notification {
  return { orderId: attemptId.replace('att', 'ord'), attemptId, transactionId };
}
