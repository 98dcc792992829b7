import { Challenges } from './cards/challenges';
import { PaymentRules } from './cards/payment-rules';
import { Vault } from './cards/vault';
import { Calls } from './edge/calls';
import { Faults } from './faults/faults';
import { firstIdAt } from './ids';
import { Intents } from './intents/intents';
import { Lifetime } from './lifetime';
import { MovableClock } from './movable-clock';
import { Notifications } from './notifications/notifications';
import { TERMINAL_KEYS, type SandboxOptions } from './options';
import { Schedules } from './repeat-payments/schedules';
import { Switches } from './settings';
import { Tokens } from './tokens/tokens';
import { AmountBands } from './transactions/amount-bands';
import { Ledger } from './transactions/ledger';
import type { World } from './world';

export function buildWorld(options: SandboxOptions): World {
  const clock = new MovableClock(options.clock);
  const lifetime = new Lifetime();
  const switches = new Switches(options.settings);
  if (options.notifyDelayMs !== undefined)
    switches.change({ notifications: { delayMs: options.notifyDelayMs } });
  const firstId = options.firstId ?? firstIdAt(new Date());
  const ledger = new Ledger(clock);
  const notifications = new Notifications(clock, switches, lifetime);
  ledger.onChange((change) => notifications.announce(change));
  return {
    origin: () => options.publicUrl().replace(/\/{1,9}$/, ''),
    keys: { apiKey: options.apiKey, secretKey: options.secretKey },
    terminalKeys: options.terminals ?? TERMINAL_KEYS,
    clock,
    lifetime,
    log: options.log ?? (() => undefined),
    switches,
    calls: new Calls(clock),
    faults: new Faults(lifetime),
    tokens: new Tokens(clock, options.secretKey),
    intents: new Intents(clock, firstId),
    vault: new Vault(firstId),
    rules: new PaymentRules(),
    bands: new AmountBands(),
    challenges: new Challenges(),
    ledger,
    schedules: new Schedules(firstId),
    notifications,
  };
}
