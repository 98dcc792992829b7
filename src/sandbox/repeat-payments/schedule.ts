import type { Money } from '../../kernel/money';
import type { StoredCard } from '../cards/vault';
import type { Customer, Intent } from '../intents/intent';
import type { Day, Frequency } from './dates';

export const SCHEDULE_TYPES = ['fixed_schedule', 'variable_schedule'] as const;
export type ScheduleType = (typeof SCHEDULE_TYPES)[number];

export const SCHEDULE_STATUSES = ['Pending', 'Active', 'Completed', 'Cancelled'] as const;
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number];

export interface Instalment {
  /** recurring_id */
  readonly id: number;
  readonly day: Day;
  amount: Money;
  state: 'Pending' | 'Captured' | 'Declined' | 'Refunded' | 'Removed';
  transactionId: string | null;
  xref: string | null;
}

/** What is paid when, before any instalment exists. */
export type Plan =
  | {
      readonly type: 'fixed_schedule';
      readonly frequency: Frequency;
      readonly every: number;
      readonly start: Day;
      readonly first: Money;
      recurring: Money;
      readonly final: Money;
      readonly finalDay: Day | null;
      /** Null when it goes on for ever. */
      readonly count: number | null;
    }
  | {
      readonly type: 'variable_schedule';
      readonly entries: readonly { readonly day: Day; readonly amount: Money }[];
    };

/** Who pays with what. */
export interface Terms {
  readonly intent: Intent;
  readonly customer: Customer;
  readonly reference: string;
  readonly currency: string;
  readonly card: StoredCard;
}

export interface Schedule {
  /** Fixed and variable schedules count separately: 12 may exist twice. */
  readonly id: number;
  readonly plan: Plan;
  terms: Terms;
  status: ScheduleStatus;
  readonly instalments: Instalment[];
  /** After an edit of its amounts Blink goes on with another one, under the same reference. */
  readonly replaces: Schedule | null;
  replacedBy: Schedule | null;
  /** Set from outside: the next payment is declined, whatever it is. */
  declinesNext: boolean;
}
