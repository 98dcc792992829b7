import type {
  BlinkSchedule,
  FixedPlan,
  ScheduleKey,
  VariablePlan,
} from '../../src/blink/schedules/repeat-payment';
import { meaningOfInstalment, meaningOfSchedule } from '../../src/blink/schedules/schedule-statuses';
import { DAY } from '../../src/kernel/clock';
import { money } from '../../src/kernel/money';
import { atBrowser, startAtSandbox, type AtSandbox } from './sandbox-setting';

const pounds = (minor: number) => money(minor, 'GBP');
const FIXED: FixedPlan = {
  type: 'fixed',
  amount: pounds(1001),
  firstAmount: pounds(900),
  finalAmount: pounds(1100),
  frequency: 'days',
  every: 2,
  startDate: null,
  instalments: 4,
  finalDate: null,
};
const VARIABLE: VariablePlan = {
  type: 'variable',
  entries: [
    { date: '2026-12-24', amount: pounds(500) },
    { date: '2026-11-22', amount: pounds(650) },
  ],
};

/** Our words, in the order of the payments. */
const said = ({ instalments }: BlinkSchedule) => instalments.map(meaningOfInstalment);

describe('repeat payments at a Blink that was written from its documents', () => {
  let at: AtSandbox;
  beforeEach(async () => void (at = await startAtSandbox()));
  afterEach(() => at.stop());

  const started = async (
    plan: FixedPlan | VariablePlan,
  ): Promise<{ key: ScheduleKey; ids: readonly number[] }> => {
    const answer = await at.blink.repeatPayments.create(await at.schedule(plan));
    if (answer.kind !== 'created') throw new Error(`It was expected to begin, not to be ${answer.kind}`);
    return { key: answer.schedule.key, ids: answer.schedule.instalments.map(({ id }) => id) };
  };

  describe.each(['recorded', 'documented'] as const)('as %s', (repeatBody) => {
    beforeEach(() => at.sandbox.set({ repeatBody }));

    it('begin by telephone', async () => {
      const schedule = await at.schedule(FIXED, { intentReference: (await at.intent(900)).reference });
      expect(await at.blink.repeatPayments.create(schedule)).toMatchObject({
        kind: 'created',
        schedule: {
          key: { type: 'fixed', id: 273 },
          reference: schedule.reference,
          currency: 'GBP',
          isActive: true,
          instalments: [
            { date: '2026-11-20', amount: pounds(900) },
            { date: '2026-11-22', amount: pounds(1001) },
            { date: '2026-11-24', amount: pounds(1001) },
            { date: '2026-11-26', amount: pounds(1100) },
          ],
        },
      });
      expect(at.sandbox.ledger()).toMatchObject([{ captured: 900, transactionType: 'SALE' }]);
    });

    it('begin with the card of an earlier payment', async () => {
      await at.blink.repeatPayments.create(await at.schedule(FIXED));
      const transactionId = at.sandbox.ledger()[0]!.id;
      const schedule = await at.schedule(VARIABLE, { card: { kind: 'of_transaction', transactionId } });
      expect(await at.blink.repeatPayments.create(schedule)).toMatchObject({
        kind: 'created',
        schedule: { key: { type: 'variable', id: 127 }, status: 'Pending', reference: schedule.reference },
      });
    });

    it('keep the order of a variable plan, and take each payment on its day', async () => {
      const { key } = await started(VARIABLE);
      at.advance(2 * DAY);
      const schedule = await at.blink.repeatPayments.get(key, 'GBP');
      expect(schedule.instalments).toMatchObject([
        { date: '2026-12-24', amount: pounds(500) },
        { date: '2026-11-22', amount: pounds(650) },
      ]);
      expect(said(schedule)).toEqual(['pending', 'paid']);
    });

    it('go through their life: taken, declined, retried, given back, called off, completed', async () => {
      const calls = at.blink.repeatPayments;
      const { key, ids } = await started(FIXED);
      const [first = 0, second = 0, third = 0] = ids;
      const now = async () => calls.get(key, 'GBP');
      expect(meaningOfSchedule((await now()).status)).toBe('active');

      at.sandbox.schedules.declineNext('fixed_schedule', key.id);
      at.advance(2 * DAY);
      const declined = repeatBody === 'documented' ? 'declined' : 'pending';
      expect(said(await now()).slice(0, 3)).toEqual(['paid', declined, 'pending']);
      expect(await calls.retryOne(key, first)).toMatchObject({ kind: 'refused' });
      at.sandbox.nextPayment({ outcome: 'keep-card' });
      expect(await calls.retryOne(key, second)).toMatchObject({ kind: 'refused' });
      expect(await calls.retryOne(key, second)).toEqual({ kind: 'done' });
      expect(said(await now()).slice(0, 2)).toEqual(['paid', 'paid']);

      expect(await calls.refundOne(key, first)).toEqual({ kind: 'done' });
      expect(await calls.refundOne(key, first)).toMatchObject({ kind: 'refused' });
      expect(at.sandbox.ledger().find(({ captured }) => captured === 900)).toMatchObject({ net: 0 });
      if (repeatBody === 'documented') expect(said(await now())[0]).toBe('refunded');

      expect(await calls.cancelOne(key, third)).toEqual({ kind: 'done' });
      expect(await calls.cancelOne(key, third)).toMatchObject({ kind: 'refused' });
      expect(meaningOfSchedule((await now()).status)).toBe('active');
      at.advance(30 * DAY);
      expect(meaningOfSchedule((await now()).status)).toBe('completed');
      expect((await now()).isActive).toBe(false);
      const taken = at.sandbox.ledger().filter(({ captured }) => captured > 0);
      expect(taken.map(({ captured }) => captured)).toEqual([900, 1001, 1100]);
    });

    it('end altogether by the one call that says so', async () => {
      const calls = at.blink.repeatPayments;
      const { key } = await started(FIXED);
      const other = await started(VARIABLE);
      expect(await calls.cancelAll(key)).toEqual({ kind: 'done' });
      expect(await calls.cancelAll(key)).toMatchObject({ kind: 'refused' });
      expect(meaningOfSchedule((await calls.get(key, 'GBP')).status)).toBe('cancelled');
      expect(meaningOfSchedule((await calls.get(other.key, 'GBP')).status)).toBe('pending');
      at.advance(30 * DAY);
      expect(at.sandbox.schedules.list()[0]!.payments.map(({ state }) => state)).toEqual([
        'Accepted', 'Removed', 'Removed', 'Removed',
      ]); // prettier-ignore
    });

    it('go on with another card', async () => {
      const { key } = await started(FIXED);
      const card = await at.cardToken();
      expect(await at.blink.repeatPayments.updateCard(key, card)).toEqual({ kind: 'done' });
      expect(await at.blink.repeatPayments.updateCard(key, 'no such card')).toMatchObject({
        kind: 'refused',
      });
    });

    it('are found by our reference, fifty to a page', async () => {
      const mine = await at.schedule(VARIABLE);
      for (let each = 0; each < 50; each += 1)
        await at.blink.repeatPayments.create(await at.schedule(VARIABLE));
      await at.blink.repeatPayments.create(mine);
      at.sandbox.forgetCalls();
      expect(
        await at.blink.repeatPayments.findByReferences('variable', [mine.reference], 'GBP'),
      ).toMatchObject({
        found: [{ key: { type: 'variable', id: 177 }, reference: mine.reference }],
        gap: null,
      });
      expect(at.sandbox.callCounts()).toEqual({ 'GET /api/pay/v1/repeat-payments': 2 });
      expect(await at.blink.repeatPayments.findByReferences('fixed', [mine.reference], 'GBP')).toEqual({
        found: [],
        gap: null,
      });
    });

    it('show fifteen payments at first and one more after each', async () => {
      const { key, ids } = await started({
        ...FIXED,
        instalments: null,
        finalAmount: null,
        startDate: '2026-11-21',
      });
      expect(ids).toHaveLength(15);
      at.advance(DAY);
      expect((await at.blink.repeatPayments.get(key, 'GBP')).instalments).toHaveLength(16);
    });
  });

  describe('with the customer there', () => {
    const challenged = async (plan: FixedPlan | VariablePlan = FIXED) => {
      const card = atBrowser(await at.cardToken());
      const schedule = await at.schedule(plan, { card });
      const answer = await at.blink.repeatPayments.create(schedule);
      if (answer.kind !== 'challenge')
        throw new Error(`The bank was expected to ask: ${JSON.stringify(answer)}`);
      return { schedule, form: answer.form };
    };

    it.each(['schedule', 'schedule-res'] as const)(
      'begin at the bank, and come back with their number: %s',
      async (repeatReturn) => {
        at.sandbox.set({ repeatReturn });
        const { schedule, form } = await challenged();
        expect(await at.blink.repeatPayments.findByReferences('fixed', [schedule.reference], 'GBP')).toEqual({
          found: [],
          gap: null,
        });
        const hint = await at.answerBank(form, 'approve');
        expect(hint).toEqual({ transactionId: null, scheduleId: '273' });
        expect(
          await at.blink.repeatPayments.get({ type: 'fixed', id: Number(hint.scheduleId) }, 'GBP'),
        ).toMatchObject({
          reference: schedule.reference,
          status: 'Active',
        });
      },
    );

    it('come back with no more than a transaction, and are found by our reference', async () => {
      at.sandbox.set({ repeatReturn: 'transaction' });
      const { schedule, form } = await challenged(VARIABLE);
      const hint = await at.answerBank(form, 'approve');
      expect(hint).toEqual({ transactionId: at.sandbox.ledger()[0]!.id });
      expect(
        await at.blink.repeatPayments.findByReferences('variable', [schedule.reference], 'GBP'),
      ).toMatchObject({
        found: [{}],
        gap: null,
      });
    });

    it('do not begin when the bank refuses', async () => {
      const { schedule, form } = await challenged();
      expect(await at.answerBank(form, 'refuse')).toEqual({ transactionId: at.sandbox.ledger()[0]!.id });
      expect(await at.blink.repeatPayments.findByReferences('fixed', [schedule.reference], 'GBP')).toEqual({
        found: [],
        gap: null,
      });
    });
  });

  it('do not begin when the first payment is declined, and say so', async () => {
    const schedule = await at.schedule({ ...FIXED, firstAmount: pounds(12_000) });
    expect(await at.blink.repeatPayments.create(schedule)).toMatchObject({ kind: 'declined' });
    expect(await at.blink.repeatPayments.findByReferences('fixed', [schedule.reference], 'GBP')).toEqual({
      found: [],
      gap: null,
    });
  });

  it('are invalid in Blink’s words, each with its field', async () => {
    const schedule = await at.schedule({ ...FIXED, instalments: 301 });
    expect(await at.blink.repeatPayments.create(schedule)).toMatchObject({
      kind: 'invalid',
      fields: [{ field: 'installments' }],
    });
    expect(at.sandbox.ledger()).toEqual([]);
  });

  it('need an intent of their own', async () => {
    const schedule = await at.schedule(FIXED);
    await at.blink.repeatPayments.create(schedule);
    expect(await at.blink.repeatPayments.create(schedule)).toEqual({ kind: 'intent_over' });
  });

  it('whose answer was lost are found by our reference', async () => {
    const schedule = await at.schedule(FIXED);
    at.sandbox.breakNext({ path: 'repeat-payments', method: 'POST' }, { kind: 'reset-after' });
    expect(await at.blink.repeatPayments.create(schedule)).toEqual({
      kind: 'unknown',
      cause: 'connection_lost',
    });
    expect(
      await at.blink.repeatPayments.findByReferences('fixed', [schedule.reference], 'GBP'),
    ).toMatchObject({
      found: [{ key: { type: 'fixed', id: 273 } }],
    });
  });

  it('can be started by telephone from an element of its own', async () => {
    const intent = await at.blink.intents.createToCheckCard({
      currency: 'GBP',
      returnUrl: 'http://127.0.0.1:9/r',
      notificationUrl: 'http://127.0.0.1:9/n',
      cardEnteredBy: 'staff_by_phone',
    });
    expect(intent.elements.cardByPhone?.hostedFields).toHaveLength(3);
    expect((await at.intent(900)).elements.cardByPhone).toBeNull();
  });
});
