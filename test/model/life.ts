/** The calls of a process at which it can be made to die, by what it calls. */
export const CRASH_POINTS = [
  'orders.append',
  'intents.create',
  'creditCards.pay',
  'directDebits.pay',
  'openBankings.pay',
  'wallets.pay',
  'transactions.get',
  'transactions.capture',
  'transactions.rerun',
  'transactions.cancel',
  'transactions.refund',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** Before the call nothing of it happens; after it, it has happened and nobody here learns of it. */
export type CrashMoment = 'before' | 'after';

export class ProcessDied extends Error {
  constructor() {
    super('The process has died: nothing reaches it and nothing leaves it');
    this.name = 'ProcessDied';
  }
}

/** One process, from its start to its death. Whatever it still does after that has no effect on anything outside. */
export class Life {
  private plan: { readonly point: CrashPoint; readonly moment: CrashMoment } | null = null;
  private dead = false;

  constructor(private readonly onDeath: () => void) {}

  get isOver(): boolean {
    return this.dead;
  }

  dieAt(point: CrashPoint, moment: CrashMoment): void {
    this.plan = { point, moment };
  }

  goOnLiving(): void {
    this.plan = null;
  }

  end(): void {
    if (this.dead) return;
    this.dead = true;
    this.onDeath();
  }

  /** The parts with every call of theirs going through this life; what is called without waiting stays as it is. */
  live<Parts extends object>(parts: Parts, name: string): Parts {
    return new Proxy(parts, {
      get: (target, key) => {
        const part: unknown = Reflect.get(target, key);
        if (typeof part !== 'function' || key === 'describe') return part;
        return (...given: readonly unknown[]) =>
          this.call(`${name}.${String(key)}`, () => Reflect.apply(part, target, given) as Promise<unknown>);
      },
    });
  }

  private async call(what: string, act: () => Promise<unknown>): Promise<unknown> {
    this.dieIfPlanned(what, 'before');
    const result = await act();
    this.dieIfPlanned(what, 'after');
    return result;
  }

  private dieIfPlanned(what: string, moment: CrashMoment): void {
    if (this.plan?.point === what && this.plan.moment === moment) this.end();
    if (this.dead) throw new ProcessDied();
  }
}
