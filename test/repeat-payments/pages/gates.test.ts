import { insteadOf } from '../../../src/pages/gates';
import { paths } from '../../../src/kernel/paths';
import type { Change } from '../../../src/repeat-payments/domain/history';
import type { RepeatPayment } from '../../../src/repeat-payments/domain/repeat-payment';
import { REPEAT_PAYMENT_GATES, type RepeatPaymentAction } from '../../../src/repeat-payments/pages/gates';
import { repeatStepOf, type RepeatStep } from '../../../src/repeat-payments/pages/repeat-step';
import { changeRepeatPayment } from '../../../src/repeat-payments/store/change-repeat-payment';
import { newIntent } from '../../support/orders';
import { startRig, type Rig } from '../../support/rig';
import { createRepeatPayment } from './customer';
import { first, NOW } from './made';

type Step = RepeatStep['kind'];

let setups = 0;
const opened = (): Change => ({
  ...first.opened,
  setupId: `set_of_gates_${(setups += 1)}`,
  intent: newIntent(),
});

/** The same changes about a setup that nobody else has. */
function setup(...changes: readonly Change[]): readonly Change[] {
  const begun = opened();
  const setupId = 'setupId' in begun ? begun.setupId : '';
  const key = { type: 'fixed', id: 27_300 + setups } as const;
  return [
    begun,
    ...changes.map((change) => ({ ...change, setupId, ...('key' in change && { key }) }) as Change),
  ];
}
const fiveTimes = (...changes: readonly Change[]) =>
  Array.from({ length: 5 }, () => setup(...changes)).flat();
const started = (): readonly Change[] => [
  ...setup(first.claimed, first.started),
  { type: 'schedule_moved', status: 'active' },
];

/** How a repeat payment comes to each step. */
const STEPS: Readonly<Record<Step, () => readonly Change[]>> = {
  agree: () => setup(),
  declined: () => setup(first.claimed, first.declined),
  declined_for_good: () => fiveTimes(first.claimed, first.declined),
  no_more_tries: () => fiveTimes(first.claimed, first.abandoned),
  continue_at_bank: () => setup(first.claimed, first.challenged),
  being_checked: () => setup(first.claimed, first.unknown),
  running: started,
  over: () => [...started(), { type: 'schedule_moved', status: 'cancelled' }],
  cancelled: () => [{ type: 'repeat_payment_cancelled' }],
  expired: () => [{ type: 'repeat_payment_expired' }],
  on_hold: () => [
    ...setup(first.claimed, first.abandoned),
    { type: 'repeat_payment_cancelled' },
    { type: 'stray_found', setupId: `set_of_gates_${setups}`, key: { type: 'fixed', id: 28_000 + setups } },
  ],
};

type Request = readonly ['GET' | 'POST', string];

/** Where each action is asked for, below the address of the repeat payment. */
const REQUESTS: Readonly<Record<RepeatPaymentAction, readonly Request[]>> = {
  see: [['GET', '']],
  agree: [['POST', '/card']],
  renew_form: [['POST', '/renew']],
  try_again: [['POST', '/retry']],
  go_to_bank: [['GET', '/bank']],
  give_up: [['POST', '/abandon']],
  check_now: [['POST', '/check']],
  ask_state: [['GET', '/state']],
  open_new_card: [['GET', '/new-card']],
  replace_card: [['POST', '/new-card']],
  renew_new_card: [['POST', '/new-card/renew']],
  come_back: [],
};

const EVERY_STEP = Object.keys(STEPS) as Step[];
const EVERY_ACTION = Object.keys(REQUESTS) as RepeatPaymentAction[];
const gateOf = (action: RepeatPaymentAction, step: Step) =>
  insteadOf<Step, string>(REPEAT_PAYMENT_GATES[action], step);

describe('what can be done on the pages of a repeat payment', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig({ now: NOW })));
  afterAll(() => rig.stop());

  const repeatPaymentIn = async (step: Step): Promise<RepeatPayment> => {
    const { id } = await createRepeatPayment(rig);
    const { repeatPayments } = rig.dependencies;
    const make = STEPS[step]();
    const { repeatPayment } = await changeRepeatPayment(repeatPayments, id, { by: 'system' }, () => make);
    expect(repeatStepOf(repeatPayment, rig.clock.now()).kind).toBe(step);
    return repeatPayment;
  };
  const ask = (
    repeatPayment: RepeatPayment,
    [method, at]: Request,
    setupId = repeatPayment.setups.at(-1)?.id,
  ) =>
    fetch(rig.origin + paths.repeatPayment(repeatPayment) + at, {
      method,
      redirect: 'manual',
      headers: { origin: rig.origin, accept: 'application/json' },
      ...(method === 'POST' && { body: new URLSearchParams(formOf(setupId)) }),
    });
  const traceOf = async ({ id }: RepeatPayment) => ({
    version: (await rig.dependencies.repeatPayments.store.find(id))?.version,
    calls: rig.sandbox.calls().length,
    money: rig.sandbox.ledger().length,
  });

  it.each(EVERY_STEP)('in the step %s leaves no trace where the table forbids it', async (step) => {
    const repeatPayment = await repeatPaymentIn(step);
    const before = await traceOf(repeatPayment);
    const plan = paths.repeatPayment(repeatPayment);
    const expected: Readonly<Record<string, unknown>> = {
      plan,
      outcome_of_start: step === 'continue_at_bank' ? paths.repeatPaymentBank(repeatPayment) : plan,
      not_agreeable: expect.stringContaining('repeat_payment_not_agreeable'),
      card_not_replaceable: expect.stringContaining('card_not_replaceable'),
    };
    const forbidden = EVERY_ACTION.filter((action) => gateOf(action, step) !== null);
    expect(forbidden.length).toBeGreaterThan(4);
    for (const action of forbidden) {
      for (const request of REQUESTS[action]) {
        const answer = await ask(repeatPayment, request);
        const said = answer.headers.get('location') ?? (await answer.text());
        expect({ action, said }).toEqual({ action, said: expected[gateOf(action, step) ?? ''] });
        expect({ action, ...(await traceOf(repeatPayment)) }).toEqual({ action, ...before });
      }
    }
  });

  it.each(
    EVERY_ACTION.filter((action) => 'instead' in REPEAT_PAYMENT_GATES[action]).flatMap((action) =>
      EVERY_STEP.filter((step) => gateOf(action, step) === null).map((step) => [action, step] as const),
    ),
  )('lets through to %s in the step %s', async (action, step) => {
    const repeatPayment = await repeatPaymentIn(step);
    const before = await traceOf(repeatPayment);
    const [request] = REQUESTS[action];
    const answer = await ask(repeatPayment, request ?? ['GET', ''], 'of an old tab');
    const isChanged = (await traceOf(repeatPayment)).version !== before.version;
    const isShown = answer.status !== 303 && !/not_agreeable|not_replaceable/.test(await answer.text());
    expect(isShown || isChanged).toBe(true);
  });

  it.each<Step>([
    ...(['continue_at_bank', 'being_checked', 'running', 'over', 'cancelled'] as const),
    ...(['expired', 'on_hold', 'no_more_tries', 'declined_for_good'] as const),
  ])('takes no card and opens no form while a start is under way, or when all is over: %s', (step) => {
    const open = EVERY_ACTION.filter((action) => gateOf(action, step) === null);
    const atBank = step === 'continue_at_bank' ? ['give_up', 'go_to_bank'] : [];
    const another = step === 'running' ? ['open_new_card', 'renew_new_card', 'replace_card'] : [];
    const always = ['ask_state', 'check_now', 'come_back', 'see'];
    expect(open.sort()).toEqual([...atBank, ...another, ...always].sort());
  });

  it('is asked for here in full', () => {
    expect(EVERY_ACTION.sort()).toEqual(Object.keys(REPEAT_PAYMENT_GATES).sort());
  });
});

/** As the page of a setup posts it. */
function formOf(setupId = ''): Record<string, string> {
  return {
    attempt_id: setupId,
    paymentToken: 'a-token',
    customer_name: 'Ada Shopper',
    customer_email: 'ada@shopper.example',
    shown_on: '2026-11-29',
  };
}
