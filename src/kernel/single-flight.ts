/** Whether work starts at the moment it is asked for, or waited for other work: then whatever its caller had read before is old. */
export type Start = 'at_once' | 'after_another';

type Work<Result> = (start: Start) => Promise<Result>;

interface Flight<Result> {
  readonly running: Promise<Result>;
  next: Promise<Result> | null;
}

/**
 * Lets many callers ask for the same work at once and does it at most twice: whoever asks while the work runs gets the result of the one
 * run that starts afterwards, never the result of a run that began before they asked.
 */
export class SingleFlight<Result> {
  private readonly flights = new Map<string, Flight<Result>>();

  run(key: string, work: Work<Result>): Promise<Result> {
    const flight = this.flights.get(key);
    if (!flight) return this.start(key, () => work('at_once'));
    flight.next ??= flight.running.then(
      () => this.start(key, () => work('after_another')),
      () => this.start(key, () => work('after_another')),
    );
    return flight.next;
  }

  private start(key: string, work: () => Promise<Result>): Promise<Result> {
    const running = new Promise<Result>((resolve) => resolve(work())); // work that throws at once is a failed run, too
    const flight: Flight<Result> = { running, next: null };
    this.flights.set(key, flight);
    const finish = (): void => {
      if (this.flights.get(key) === flight && !flight.next) this.flights.delete(key);
    };
    flight.running.then(finish, finish);
    return flight.running;
  }
}
