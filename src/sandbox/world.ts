import type { Challenges } from './cards/challenges';
import type { PaymentRules } from './cards/payment-rules';
import type { Vault } from './cards/vault';
import type { Calls } from './edge/calls';
import type { Faults } from './faults/faults';
import type { Intents } from './intents/intents';
import type { Lifetime } from './lifetime';
import type { MovableClock } from './movable-clock';
import type { Notifications } from './notifications/notifications';
import type { Schedules } from './repeat-payments/schedules';
import type { Switches } from './settings';
import type { Tokens } from './tokens/tokens';
import type { AmountBands } from './transactions/amount-bands';
import type { Ledger } from './transactions/ledger';

/** Everything one sandbox knows. Each resource takes what it needs of it. */
export interface World {
  readonly origin: () => string;
  readonly keys: { readonly apiKey: string; readonly secretKey: string };
  readonly terminalKeys: { readonly apiKey: string; readonly apiSecret: string };
  readonly clock: MovableClock;
  readonly lifetime: Lifetime;
  readonly log: (line: object) => void;
  readonly switches: Switches;
  readonly calls: Calls;
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly intents: Intents;
  readonly vault: Vault;
  readonly rules: PaymentRules;
  readonly bands: AmountBands;
  readonly challenges: Challenges;
  readonly ledger: Ledger;
  readonly schedules: Schedules;
  readonly notifications: Notifications;
}
