import type { Fault } from '../../../src/sandbox/faults/fault';
import type { Call } from '../../../src/sandbox/edge/calls';
import type { Attempt } from '../../../src/sandbox/notifications/delivery';
import type { Notification } from '../../../src/sandbox/notifications/notifications';
import type { SettingsChange } from '../../../src/sandbox/settings';
import type { LedgerEntry } from '../../../src/sandbox/transactions/ledger';

/** The sandbox of another process, by its control API: what really happened, whoever died meanwhile. */
export class BlinkOutside {
  constructor(readonly origin: string) {}

  ledger(): Promise<readonly LedgerEntry[]> {
    return this.get('ledger');
  }

  /** @param path what stands at its end */
  async calls(method: string, path: string): Promise<readonly Call[]> {
    const { calls } = await this.get<{ readonly calls: readonly Call[] }>('calls');
    return calls.filter((call) => call.method === method && call.path.endsWith(path));
  }

  notifications(): Promise<readonly Notification[]> {
    return this.get('notifications');
  }

  /** Sends one, for the first time or again. */
  deliver(id: number): Promise<Attempt> {
    return this.post('notifications/deliver', { id });
  }

  set(change: SettingsChange): Promise<unknown> {
    return this.post('settings', change);
  }

  /** Breaks the next calls whose path holds this. */
  breakNext(method: string, path: string, fault: Fault, times = 1): Promise<unknown> {
    return this.post('faults', { method, path, fault, times });
  }

  mend(): Promise<unknown> {
    return this.post('faults/mend', {});
  }

  settle(): Promise<unknown> {
    return this.post('settle', {});
  }

  advance(advanceMs: number): Promise<unknown> {
    return this.post('clock', { advanceMs });
  }

  private async get<Answer>(what: string): Promise<Answer> {
    return answerOf<Answer>(await fetch(`${this.origin}/sandbox/control/${what}`));
  }

  private async post<Answer>(what: string, body: object): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    return answerOf<Answer>(await fetch(`${this.origin}/sandbox/control/${what}`, request));
  }
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) throw new Error(`The sandbox refused: ${await response.text()}`);
  return (await response.json()) as Answer;
}
