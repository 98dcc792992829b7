import type { RequestHandler } from 'express';
import { matches, type CallMatch } from '../edge/call-match';
import type { Lifetime } from '../lifetime';
import { faultSchema, type Fault, type FullFault } from './fault';
import { breakCall } from './break-call';

export interface FaultMatch extends CallMatch {
  /** How many calls it breaks: one, unless said otherwise. */
  readonly times?: number;
}

interface Armed {
  readonly match: FaultMatch;
  readonly fault: FullFault;
  left: number;
}

/** The control page and its API, which Blink does not have, are never broken. */
const OURS = /^\/sandbox(\/|$)/;

/** Breaks calls on demand. Faults wait in line; each call takes the first one that fits it. */
export class Faults {
  readonly #lifetime: Lifetime;
  #armed: Armed[] = [];

  constructor(lifetime: Lifetime) {
    this.#lifetime = lifetime;
  }

  breakNext(match: FaultMatch, fault: Fault): void {
    const full = 'garble' in fault ? fault : faultSchema.parse(fault);
    this.#armed.push({ match, fault: full, left: match.times ?? 1 });
  }

  /** What is still to come: `POST creditcards: reset-after, 1 left`. */
  describe(): string[] {
    return this.#armed.map(({ match, fault, left }) => {
      const path = match.path === undefined ? 'any path' : String(match.path);
      return `${match.method ?? 'any method'} ${path}: ${fault.kind}, ${left} left`;
    });
  }

  mend(): void {
    this.#armed = [];
  }

  readonly inject: RequestHandler = (req, res, next) => {
    const armed = OURS.test(req.path)
      ? undefined
      : this.#armed.find(({ match }) => matches(match, req.method, req.path));
    if (!armed) {
      next();
      return;
    }
    armed.left -= 1;
    this.#armed = this.#armed.filter(({ left }) => left > 0);
    breakCall(armed.fault, { req, res, next, lifetime: this.#lifetime });
  };
}
