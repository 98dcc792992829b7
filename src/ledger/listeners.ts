import type { Line } from './line';

/** What one append wrote. */
export interface Written<State, Change, Event> {
  readonly state: State;
  readonly lines: readonly Line<Change>[];
  readonly events: readonly Event[];
}

/** Is told what was written, after it was written: nothing that it does can change that any more. It must not throw. */
export type Listener<State, Change, Event> = (written: Written<State, Change, Event>) => void;

/** Those who are told what a store writes. */
export class Listeners<State, Change, Event> {
  private readonly listeners: Listener<State, Change, Event>[] = [];

  add(listener: Listener<State, Change, Event>): void {
    this.listeners.push(listener);
  }

  tell(written: Written<State, Change, Event>): void {
    for (const listener of this.listeners) listener(written);
  }
}
