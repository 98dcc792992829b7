import type { Clock } from '../kernel/clock';
import { AppError } from '../kernel/errors';
import type { SettingsChange } from './settings';

export interface SandboxOptions {
  /** The sandbox's own origin, known once it listens: `http://127.0.0.1:4001`. */
  publicUrl(): string;
  apiKey: string;
  secretKey: string;
  /** The time it starts from; the sandbox can move on ahead of it. */
  clock?: Clock;
  log?: (line: object) => void;
  /** Where the sandbox's own views and static files lie: views/sandbox and public/sandbox of the project. */
  viewsFolder?: string;
  publicFolder?: string;
  /** How long a notification waits before it is sent. */
  notifyDelayMs?: number;
  settings?: SettingsChange;
  /**
   * What every number is counted on from. Left out, it is one that no earlier run of the sandbox has come to: a shop that keeps its orders
   * must never meet the number of an intent, a card or a schedule again.
   */
  firstId?: number;
  /** The card-present API has keys of its own. */
  terminals?: { apiKey: string; apiSecret: string };
}

/** Clearly not real ones. */
export const TERMINAL_KEYS = { apiKey: 'sandbox-pos-key', apiSecret: 'sandbox-pos-secret' } as const;

export class RealKeyRefused extends AppError {
  readonly status = 500;
  readonly code = 'real_key_refused';

  constructor(name: string) {
    super(`The sandbox does not start with ${name}: it looks like a real one (64 lower-case hex characters)`);
  }
}

const LOOKS_REAL = /^[0-9a-f]{64}$/;

/** A real key must never reach the sandbox: it would be printed into tokens and shown on its pages. */
export function refuseRealKeys(keys: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(keys)) {
    if (LOOKS_REAL.test(value.trim())) throw new RealKeyRefused(name);
  }
}
