import type { Blink } from '../../src/blink/blink';
import { BlinkUnavailable } from '../../src/blink/errors';
import { DAY, HOUR, later, SECOND } from '../../src/kernel/clock';
import { Inbox, type NotificationOutcome } from '../../src/notifications/inbox';
import { MemoryOrderStore } from '../../src/orders/store/memory-store';
import type { Attempt } from '../../src/orders/domain/order';
import { Subject } from '../orders/contract/subject';
import { type Rig, startRig } from '../support/rig';
import type { Transaction } from '../../src/blink/payments/transaction';
import { MemoryNotificationStore } from '../../src/notifications/memory-store';

interface Payment {
  readonly orderId: string;
  readonly attemptId: string;
}

describe('the inbox in memory', () => {
  let rig: Rig;
  let inbox: Inbox;
  let orders: MemoryOrderStore;
  let of: Payment;
  let attempt: Attempt | undefined;
  /** When Blink was asked, and for what. */
  let reads: { readonly id: string; readonly at: Date }[];
  let fates: NotificationOutcome[];
  let isBlinkAway: boolean;

  beforeEach(async () => {
    orders = new MemoryOrderStore();
    reads = [];
    fates = [];
    isBlinkAway = true;
    rig = await startRig({ replace: () => ({ orders, blink }) });
    inbox = new Inbox(new MemoryNotificationStore(), rig.dependencies.payments, rig.clock, (fate) =>
      fates.push(fate),
    );
    inbox.start();
    const subject = new Subject(orders);
    const { order, attemptId, go } = await subject.createWithAttempt();
    attempt = (await subject.append(order, go.claimed())).attempts[0];
    of = { orderId: order.id, attemptId };
  });
  afterEach(async () => {
    await inbox.stop();
    await rig.stop();
  });

  const blink = {
    transactions: {
      get: (id: string): Promise<Transaction> => {
        reads.push({ id, at: rig.clock.now() });
        if (isBlinkAway) return Promise.reject(new BlinkUnavailable('reading', 'gone'));
        return Promise.resolve({
          id,
          status: 'Captured',
          message: '',
          amount: attempt?.amount ?? { minor: 1, currency: 'GBP' },
          paymentSource: '',
          merchantData: attempt ? { nonce: attempt.nonce } : {},
        });
      },
    },
  } as unknown as Blink;

  const accept = async (transactionId = 'BL-1') => {
    await inbox.accept({ ...of, transactionId });
    await inbox.drain();
  };
  const advance = async (milliseconds: number) => {
    rig.clock.advance(milliseconds);
    await inbox.drain();
  };
  const advanceTwoHoursAtATime = async (milliseconds: number) => {
    for (let gone = 0; gone < milliseconds; gone += 2 * HOUR) await advance(2 * HOUR);
  };
  const fatesOf = (wanted: NotificationOutcome) => fates.filter((fate) => fate === wanted).length;

  it('gives a notice up to people after a week of trying, and says so', async () => {
    const begun = rig.clock.now();
    await accept();
    await advanceTwoHoursAtATime(7 * DAY - 4 * HOUR);
    expect(fatesOf('given_up')).toBe(0);
    expect(rig.log.text()).not.toContain('a notification was given up');
    await advanceTwoHoursAtATime(4 * HOUR);
    expect(fatesOf('given_up')).toBe(1);
    expect(rig.log.text()).toContain('a notification was given up');
    expect(await inbox.backlog()).toEqual({ count: 0, oldest: null });

    const tries = reads.length;
    expect(tries).toBeGreaterThan(80);
    expect(reads.at(-1)?.at.getTime()).toBeGreaterThan(later(begun, 6 * DAY).getTime());
    await advanceTwoHoursAtATime(DAY);
    expect(reads).toHaveLength(tries);
  });

  it('looks when Blink is back, be it days later', async () => {
    await accept();
    await advanceTwoHoursAtATime(3 * DAY);
    isBlinkAway = false;
    await advance(2 * HOUR);
    expect(await orders.find(of.orderId)).toMatchObject({ attempts: [{ status: 'captured' }] });
    expect(fatesOf('worked_off')).toBe(1);
    expect(await inbox.backlog()).toEqual({ count: 0, oldest: null });
  });

  it('looks anew at fresh word of one that was put off, and then no more for the older one', async () => {
    const begun = rig.clock.now();
    await accept();
    await advance(5 * SECOND);
    await advance(30 * SECOND);
    expect(reads).toHaveLength(3); // the next would be two minutes from here
    await advance(10 * SECOND);
    await accept();
    expect(reads).toHaveLength(4);
    expect(await inbox.backlog()).toEqual({ count: 1, oldest: begun });
    isBlinkAway = false;
    await advance(5 * SECOND);
    expect(fatesOf('worked_off')).toBe(1);
    expect(await inbox.backlog()).toEqual({ count: 0, oldest: null });
    await advance(DAY);
    expect(reads).toHaveLength(5);
  });

  it('keeps ten notices of one payment at most, those included that were put off', async () => {
    for (let index = 0; index < 12; index++) {
      await accept(`BL-${index}`);
      await advance(5 * SECOND);
    }
    expect(await inbox.backlog()).toMatchObject({ count: 10 });
    expect(fatesOf('left_out')).toBe(2);
    expect(rig.log.text()).toContain('too many notifications wait for one payment');
  });
});
