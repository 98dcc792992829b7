import type { Call } from '../edge/calls';
import type { CallMatch } from '../edge/call-match';
import { doDueWork } from '../due-work';
import type { Fault } from '../faults/fault';
import type { FaultMatch } from '../faults/faults';
import type { PaymentRule } from '../cards/payment-rules';
import type { Notifications } from '../notifications/notifications';
import type { Settings, SettingsChange } from '../settings';
import { entryOf, type LedgerEntry } from '../transactions/ledger';
import { settleAll } from '../transactions/settlement';
import { portalOf, type Portal } from './portal';
import { scheduleControlOf, type ScheduleControl } from './schedule-control';
import type { World } from '../world';

/** The sandbox from the outside, for tests and for the control page. Nothing here goes through Blink's API. */
export interface SandboxControl {
  readonly clock: { now(): Date; /** Does what falls due on the way. */ advance(milliseconds: number): void };
  settings(): Settings;
  set(change: SettingsChange): void;
  ledger(): LedgerEntry[];
  transaction(id: string): LedgerEntry | null;
  calls(match?: CallMatch): Call[];
  callCounts(): Record<string, number>;
  forgetCalls(): void;
  /** The overnight run, now. */
  settle(): void;
  readonly portal: Portal;
  readonly schedules: ScheduleControl;
  /** One rule for one payment; several wait in line. */
  nextPayment(rule: PaymentRule): void;
  cardRule(lastFour: string, rule: PaymentRule): void;
  forgetRules(): void;
  revokeTokens(): void;
  breakNext(match: FaultMatch, fault: Fault): void;
  faults(): string[];
  mend(): void;
  readonly notifications: Pick<
    Notifications,
    'list' | 'pending' | 'deliver' | 'deliverPending' | 'forge' | 'idle'
  > & {
    /** Sends one that was sent before, again. */
    repeat: Notifications['deliver'];
    withhold(on: boolean): void;
    delay(milliseconds: number): void;
    reorder(on: boolean): void;
  };
}

export function controlOf(world: World): SandboxControl {
  const { clock, switches, ledger, calls, rules, tokens, faults } = world;
  return {
    clock: {
      now: () => clock.now(),
      advance: (milliseconds) => {
        clock.advance(milliseconds);
        doDueWork(world);
      },
    },
    settings: () => switches.now,
    set: (change) => switches.change(change),
    ledger: () => ledger.entries(),
    transaction: (id) => {
      const transaction = ledger.find(id);
      return transaction && entryOf(transaction);
    },
    calls: (match) => calls.list(match),
    callCounts: () => calls.counts(),
    forgetCalls: () => calls.forget(),
    settle: () => settleAll(ledger),
    portal: portalOf(world),
    schedules: scheduleControlOf(world),
    nextPayment: (rule) => rules.forNext(rule),
    cardRule: (lastFour, rule) => rules.forCard(lastFour, rule),
    forgetRules: () => rules.forget(),
    revokeTokens: () => tokens.revokeAll(),
    breakNext: (match, fault) => faults.breakNext(match, fault),
    faults: () => faults.describe(),
    mend: () => faults.mend(),
    notifications: notificationControl(world),
  };
}

function notificationControl({ notifications, switches }: World): SandboxControl['notifications'] {
  return {
    list: () => notifications.list(),
    pending: () => notifications.pending(),
    deliver: (id) => notifications.deliver(id),
    repeat: (id) => notifications.deliver(id),
    deliverPending: (order) => notifications.deliverPending(order),
    forge: (forgery) => notifications.forge(forgery),
    idle: () => notifications.idle(),
    withhold: (on) => switches.change({ notifications: { withhold: on } }),
    delay: (delayMs) => switches.change({ notifications: { delayMs } }),
    reorder: (on) => switches.change({ notifications: { reorder: on } }),
  };
}
