/** @jest-environment ./test/support/pglite-environment.cjs */
import type { Blink } from '../../src/blink/blink';
import { BlinkUnavailable } from '../../src/blink/errors';
import { DAY, HOUR, later, MINUTE, SECOND } from '../../src/kernel/clock';
import { createDependencies } from '../../src/server/services';
import { Inbox, type NotificationOutcome } from '../../src/notifications/inbox';
import { NotificationLog } from '../../src/notifications/notification-log';
import type { Attempt } from '../../src/orders/domain/order';
import { PostgresOrderStore } from '../../src/orders/store/postgres-store';
import { Subject } from '../orders/contract/subject';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { type Rig, startRig } from '../support/rig';
import { until } from '../support/until';
import type { Transaction } from '../../src/blink/payments/transaction';
import { PostgresNotificationStore } from '../../src/notifications/postgres-store';

interface Payment {
  readonly orderId: string;
  readonly attemptId: string;
}

describe('the inbox in PostgreSQL', () => {
  let place: OrderDatabase;
  let rig: Rig;
  let inbox: Inbox;
  const inboxes: Inbox[] = [];
  const attempts = new Map<string, Attempt>();
  /** What Blink was asked for, in its order. */
  let reads: string[];
  /** What happens when it is asked. */
  let onRead: (transactionId: string) => Promise<void>;

  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(async () => {
    await place.empty();
    reads = [];
    onRead = () => Promise.resolve();
    rig = await startRig({ database: place.database, replace: () => ({ blink }) });
    await rig.dependencies.inbox.stop(); // those of each test do the work
    inbox = anotherProcess();
  });
  afterEach(async () => {
    await Promise.all(inboxes.splice(0).map((each) => each.stop()));
    await rig.stop();
  });
  afterAll(() => place.drop());

  /** Captured, and of the attempt that it is named after. */
  const blink = {
    transactions: {
      get: async (id: string): Promise<Transaction> => {
        reads.push(id);
        await onRead(id);
        const attempt = attempts.get(id.replace(/^BL-/, ''));
        return {
          id,
          status: 'Captured',
          message: '',
          amount: attempt?.amount ?? { minor: 1, currency: 'GBP' },
          paymentSource: '',
          merchantData: attempt ? { nonce: attempt.nonce } : {},
        };
      },
    },
  } as unknown as Blink;

  /** All that a process has of its own, on the same database. */
  function anotherProcess(): Inbox {
    const { config } = rig.dependencies;
    const { payments } = createDependencies(config, rig.log, place.database, { clock: rig.clock, blink });
    const made = new Inbox(new PostgresNotificationStore(place.database), payments, rig.clock);
    inboxes.push(made);
    return made;
  }

  async function payment(): Promise<Payment> {
    const subject = new Subject(new PostgresOrderStore(place.database));
    const { order, attemptId, go } = await subject.createWithAttempt();
    const charged = await subject.append(order, go.claimed());
    const [attempt] = charged.attempts;
    if (attempt) attempts.set(attemptId, attempt);
    return { orderId: order.id, attemptId };
  }

  const about = (of: Payment, transactionId: string | null = `BL-${of.attemptId}`) => ({
    ...of,
    transactionId,
  });
  const statesOf = async () =>
    (await place.sql('SELECT state FROM notices ORDER BY id')).map((row) => row['state']);
  const advance = async (milliseconds: number) => {
    rig.clock.advance(milliseconds);
    await Promise.all(inboxes.map((each) => each.drain()));
  };

  it('has committed a notice when it says so', async () => {
    const of = await payment();
    await inbox.accept({ ...about(of), said: { status: 'Captured' } });
    const [row] = await place.sql('SELECT order_id, attempt_id, transaction_id, said FROM notices');
    expect(row).toEqual({
      order_id: of.orderId,
      attempt_id: of.attemptId,
      transaction_id: `BL-${of.attemptId}`,
      said: { status: 'Captured' },
    });
  });

  it('looks at the payment, writes down what it says, and keeps the notice as evidence', async () => {
    const of = await payment();
    await inbox.accept(about(of));
    await inbox.drain();
    expect(reads).toEqual([`BL-${of.attemptId}`]);
    expect(await rig.dependencies.payments.orders.find(of.orderId)).toMatchObject({
      attempts: [{ status: 'captured' }],
    });
    expect(await place.sql('SELECT state, tries, due_at, failure FROM notices')).toEqual([
      { state: 'done', tries: 1, due_at: null, failure: null },
    ]);
  });

  it('has a payment’s own transaction read after another that a notice named, at the pace of all looks', async () => {
    const of = await payment();
    await inbox.accept(about(of));
    await inbox.drain();
    await advance(6 * SECOND);
    await inbox.accept(about(of, 'BL-OTHER'));
    await inbox.drain();
    expect(reads).toEqual([`BL-${of.attemptId}`, 'BL-OTHER']);
    await advance(5 * SECOND);
    inbox.start();
    await until(() => reads.length === 3, 'the second look');
    await inbox.drain();
    expect(reads.at(-1)).toBe(`BL-${of.attemptId}`);
    expect(await statesOf()).toEqual(['done', 'done', 'done']);
  });

  it('drops a repeat whose twin waits, and none whose twin somebody looks for already', async () => {
    const of = await payment();
    let letGo = (): void => undefined;
    onRead = () => new Promise((resolve) => (letGo = resolve));
    await inbox.accept(about(of));
    await until(() => reads.length > 0, 'the look');
    await Promise.all(Array.from({ length: 20 }, () => inbox.accept(about(of))));
    expect(
      await place.sql(`SELECT state FROM notices WHERE attempt_id = '${of.attemptId}' ORDER BY id`),
    ).toEqual([{ state: 'looking' }, { state: 'waiting' }]);
    onRead = () => Promise.resolve();
    letGo();
    await inbox.drain();
    expect(reads).toHaveLength(1);
    inbox.start();
    await advance(5 * SECOND);
    expect(reads).toHaveLength(2); // what happened during the first look is not missed
    expect(await statesOf()).not.toContain('waiting');
  });

  it('looks at one payment once in five seconds, however many notices and processes there are', async () => {
    const of = await payment();
    const processes = [inbox, anotherProcess(), anotherProcess(), anotherProcess()];
    for (const each of processes) each.start();
    const moments: number[] = [];
    onRead = () => Promise.resolve(void moments.push(rig.clock.now().getTime()));
    await Promise.all(
      processes.flatMap((each, index) =>
        [0, 1].map((number) => each.accept(about(of, `BL-${index}-${number}`))),
      ),
    );
    await advance(0);
    for (let second = 0; second < 60; second++) await advance(SECOND);
    expect(new Set(reads).size).toBe(8);
    expect(reads).toHaveLength(8);
    for (const [index, moment] of moments.slice(1).entries()) {
      expect(moment - (moments[index] ?? 0)).toBeGreaterThanOrEqual(5 * SECOND);
    }
  });

  it('does not let one busy payment hold up the others', async () => {
    const busy = await payment();
    const calm = await payment();
    inbox.start();
    await Promise.all(Array.from({ length: 9 }, (_, index) => inbox.accept(about(busy, `BL-BUSY-${index}`))));
    await inbox.drain();
    await inbox.accept(about(calm));
    await inbox.drain();
    expect(reads).toContain(`BL-${calm.attemptId}`);
    expect(reads.filter((id) => id.startsWith('BL-BUSY'))).toHaveLength(1);
  });

  it('keeps about ten notices of one payment at most, be they sent together or one by one', async () => {
    const of = await payment();
    onRead = () => Promise.reject(new BlinkUnavailable('reading', 'gone'));
    await Promise.all(Array.from({ length: 30 }, (_, index) => inbox.accept(about(of, `BL-${index}`))));
    for (let index = 30; index < 40; index++) await inbox.accept(about(of, `BL-${index}`));
    await inbox.drain();
    const kept = await statesOf();
    expect(kept.length).toBeGreaterThanOrEqual(10);
    expect(kept.length).toBeLessThanOrEqual(12); // two writes at once do not see each other
    expect(rig.log.text()).toContain('too many notifications wait for one payment');
  });

  it('tries again, ever later, while Blink cannot be asked, and settles its twins when it can', async () => {
    const of = await payment();
    onRead = () => Promise.reject(new BlinkUnavailable('reading', 'gone'));
    inbox.start();
    await inbox.accept(about(of));
    await inbox.drain();
    expect(await place.sql('SELECT state, tries, failure FROM notices')).toEqual([
      { state: 'retrying', tries: 1, failure: 'BlinkUnavailable' },
    ]);
    await advance(5 * SECOND);
    expect(reads).toHaveLength(2);
    await advance(29 * SECOND);
    expect(reads).toHaveLength(2);
    await advance(2 * SECOND);
    expect(reads).toHaveLength(3);
    await inbox.accept(about(of)); // fresh word of the same: there is a new look at once, not in two minutes
    await advance(6 * SECOND);
    expect(reads).toHaveLength(4);

    onRead = () => Promise.resolve();
    await inbox.accept(about(of));
    for (let second = 0; second < 12; second++) await advance(SECOND);
    expect(reads.length).toBeLessThanOrEqual(6);
    expect(await statesOf()).toEqual(['done', 'done', 'done']);
  });

  it('gives a notice up to people after a week of trying, and says so', async () => {
    const of = await payment();
    onRead = () => Promise.reject(new BlinkUnavailable('reading', 'gone'));
    await inbox.accept(about(of));
    for (let hour = 0; hour < 7 * 24 + 3; hour++) {
      rig.clock.advance(HOUR);
      inbox.start();
      await inbox.stop();
    }
    expect(await place.sql('SELECT state, failure FROM notices')).toEqual([
      { state: 'given_up', failure: 'BlinkUnavailable' },
    ]);
    expect(reads.length).toBeGreaterThan(80);
    expect(rig.log.text()).toContain('a notification was given up');
  });

  it('is taken over from a process that ended, at once what waits and after a while what it looked at', async () => {
    const [one, two] = [await payment(), await payment()];
    onRead = () => new Promise(() => undefined); // it never comes back
    const lost = anotherProcess();
    inboxes.pop(); // nobody will stop it: it is gone
    await lost.accept(about(one));
    await until(() => reads.length > 0, 'the look');
    void lost.stop(); // it does not look at anything else
    await lost.accept(about(two));
    onRead = () => Promise.resolve();

    const heir = anotherProcess();
    heir.start();
    await heir.drain();
    expect(reads).toEqual([`BL-${one.attemptId}`, `BL-${two.attemptId}`]);
    await advance(3 * MINUTE);
    expect(await statesOf()).toEqual(['done', 'done']);
  });

  it('stays silent after it was stopped, and keeps what it is sent', async () => {
    await inbox.stop();
    await inbox.accept(about(await payment()));
    await advance(MINUTE);
    expect(reads).toEqual([]);
    expect(await statesOf()).toEqual(['waiting']);
  });

  it('goes on when it could not be read for a while', async () => {
    const of = await payment();
    await place.sql('ALTER TABLE notice_pauses RENAME TO elsewhere');
    inbox.start();
    await inbox.drain();
    await place.sql('ALTER TABLE elsewhere RENAME TO notice_pauses');
    expect(rig.log.text()).toContain('notifications could not be taken up');
    await inbox.accept(about(of));
    await advance(SECOND);
    expect(await statesOf()).toEqual(['done']);
  });

  it('writes many notices at once, each of them once, in a few statements', async () => {
    const payments = await Promise.all(Array.from({ length: 30 }, payment));
    await inbox.stop(); // so that only writes are counted
    let statements = 0;
    place.database.pool.on('acquire', () => (statements += 1));
    await Promise.all([...payments, ...payments].map((of) => inbox.accept(about(of))));
    place.database.pool.removeAllListeners('acquire');
    expect(statements).toBeLessThanOrEqual(4);
    expect(await statesOf()).toHaveLength(30);
  });

  it('refuses a notice of impossible size rather than cutting it silently', async () => {
    const of = await payment();
    await expect(inbox.accept({ ...about(of), said: { note: 'x'.repeat(5_000) } })).rejects.toMatchObject({
      name: 'DatabaseRefused',
    });
  });

  describe('its archive', () => {
    const archive = () => new NotificationLog(place.database);

    it('tells how much there is to do, and since when', async () => {
      expect(await archive().backlog()).toEqual({ count: 0, oldest: null });
      onRead = () => Promise.reject(new BlinkUnavailable('reading', 'gone'));
      const since = rig.clock.now();
      await inbox.accept(about(await payment()));
      rig.clock.advance(MINUTE);
      await inbox.accept(about(await payment()));
      await inbox.drain();
      expect(await archive().backlog()).toEqual({ count: 2, oldest: since });
    });

    it('is what the inbox says of itself, and it tells what becomes of each notice', async () => {
      const fates: NotificationOutcome[] = [];
      const counted = new Inbox(
        new PostgresNotificationStore(place.database),
        rig.dependencies.payments,
        rig.clock,
        (fate) => fates.push(fate),
      );
      inboxes.push(counted);
      onRead = () => Promise.reject(new BlinkUnavailable('reading', 'gone'));
      const since = rig.clock.now();
      const of = await payment();
      await counted.accept(about(of));
      await counted.drain();
      expect(await counted.backlog()).toEqual({ count: 1, oldest: since });
      expect(await counted.backlog()).toEqual(await archive().backlog());
      expect(fates).toEqual(['received', 'put_off']);

      onRead = () => Promise.resolve();
      counted.start();
      await advance(5 * SECOND);
      await advance(SECOND);
      expect(fates).toEqual(['received', 'put_off', 'worked_off']);
      expect(await counted.backlog()).toEqual({ count: 0, oldest: null });
    });

    it('has everything of a time looked at again', async () => {
      const [early, late] = [await payment(), await payment()];
      await inbox.accept(about(early));
      await inbox.drain();
      const from = rig.clock.now();
      rig.clock.advance(HOUR);
      await inbox.accept(about(late));
      await inbox.drain();
      reads = [];
      expect(await archive().replay(from, later(from, MINUTE), rig.clock.now())).toBe(1);
      inbox.start();
      await advance(SECOND);
      expect(reads).toEqual([`BL-${early.attemptId}`]);
      expect(await statesOf()).toEqual(['done', 'done']);
    });

    it('lets go of what is old and worked off, and of nothing that is not', async () => {
      const [done, open] = [await payment(), await payment()];
      await inbox.accept(about(done));
      await inbox.drain();
      onRead = () => Promise.reject(new BlinkUnavailable('reading', 'gone'));
      await inbox.accept(about(open));
      await inbox.drain();
      expect(await archive().forget(rig.clock.now())).toBe(0);
      expect(await archive().forget(later(rig.clock.now(), DAY))).toBe(1);
      expect(await statesOf()).toEqual(['retrying']);
    });
  });
});
