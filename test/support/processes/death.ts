import type { z } from 'zod';
import type { Blink } from '../../../src/blink/blink';
import { Database, type Statement } from '../../../src/postgres/database';

/** Just before a call is made, or when it is done and nobody here has learnt of it. */
export interface Moment {
  readonly when: 'before' | 'after';
  /** A statement by its name, or a call to Blink: `change_order`, `creditCards.pay`. */
  readonly call: string;
  /** Only when this stands in what is given to it, or afterwards in its result: `charge_claimed`. */
  readonly about?: string;
}

/** Ends this process as the kernel ends it: at once, with nothing said, written or closed any more. */
export class Death {
  private moment: Moment | null = null;

  comesAt(moment: Moment | null): void {
    this.moment = moment;
  }

  async around<Result>(call: string, given: unknown, act: () => Promise<Result>): Promise<Result> {
    this.mayCome('before', call, given);
    const result = await act();
    this.mayCome('after', call, [given, result]);
    return result;
  }

  private mayCome(when: Moment['when'], call: string, what: unknown): void {
    if (this.moment?.when !== when || this.moment.call !== call) return;
    const { about } = this.moment;
    if (about === undefined || JSON.stringify(what).includes(about)) process.kill(process.pid, 'SIGKILL');
  }
}

/** A database whose every statement may be the last. */
export class MortalDatabase extends Database {
  constructor(
    { pool }: Database,
    private readonly death: Death,
  ) {
    super(pool);
  }

  override run<Row extends z.ZodType>(
    statement: Statement,
    values: readonly unknown[],
    row: Row,
  ): Promise<z.infer<Row>[]> {
    return this.death.around(statement.name, values, () => super.run(statement, values, row));
  }
}

/** A client whose every call may be the last. */
export function mortalBlink(blink: Blink, death: Death): Blink {
  return {
    ...blink,
    intents: mortal(blink.intents, 'intents', death),
    creditCards: mortal(blink.creditCards, 'creditCards', death),
    directDebits: mortal(blink.directDebits, 'directDebits', death),
    transactions: mortal(blink.transactions, 'transactions', death),
  };
}

function mortal<Resource extends object>(resource: Resource, name: string, death: Death): Resource {
  return new Proxy(resource, {
    get: (target, key) => {
      const call: unknown = Reflect.get(target, key);
      if (typeof call !== 'function') return call;
      return (...given: readonly unknown[]) =>
        death.around(
          `${name}.${String(key)}`,
          given,
          () => Reflect.apply(call, target, given) as Promise<unknown>,
        );
    },
  });
}
