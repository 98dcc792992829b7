import type { RequestHandler } from 'express';
import type { Clock } from '../../kernel/clock';
import { matches, type CallMatch } from './call-match';

export interface Call {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** Null while it is under way, and for ever when the connection was cut. */
  status: number | null;
}

const KEPT = 20_000;
const COUNTED = /^\/(api|v1|paymentform)(\/|$)/;

/** Which API calls came in. Bodies and headers are not kept. */
export class Calls {
  readonly #clock: Clock;
  #calls: Call[] = [];
  #counts = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  list(match: CallMatch = {}): Call[] {
    return this.#calls.filter((call) => matches(match, call.method, call.path)).map((call) => ({ ...call }));
  }

  /** `{'POST /api/pay/v1/tokens': 2, …}` */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  forget(): void {
    this.#calls = [];
    this.#counts = new Map();
  }

  readonly record: RequestHandler = (req, res, next) => {
    if (COUNTED.test(req.path)) {
      const call: Call = {
        at: this.#clock.now().toISOString(),
        method: req.method,
        path: req.path,
        status: null,
      };
      this.#keep(call);
      res.on('finish', () => {
        call.status = res.statusCode;
      });
    }
    next();
  };

  #keep(call: Call): void {
    const name = `${call.method} ${call.path}`;
    this.#calls.push(call);
    if (this.#calls.length > KEPT) this.#calls = this.#calls.slice(-KEPT / 2);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}
