import { Client } from 'pg';
import type { LedgerEntry } from '../../src/sandbox/transactions/ledger';
import type { Moment } from '../support/processes/death';
import { until } from '../support/until';
import type { Scene } from './scene';

/** `npm run test:long`: at every moment, and with every order of what comes after it. */
export const inFull = process.env['LONG'] === '1';

/** Ends the process in the middle of what somebody does to it. */
export type Death = (scene: Scene, act: () => Promise<unknown>) => Promise<void>;

/** Within the process, at a call of its own. */
export function at(when: Moment['when'], call: string, about?: string): Death {
  return async ({ current }, act) => {
    await current.diesAt({ when, call, ...(about !== undefined && { about }) });
    const acting = act().catch(() => undefined); // whoever talks to it gets no answer
    await until(() => !current.isAlive, `its death ${when} ${call} ${about ?? ''}`);
    await acting;
  };
}

/** From the outside, while it waits for the answer to a call that Blink has got: and has carried out, or has not yet. */
export function whileBlinkHas(call: string, work: 'done' | 'not-done'): Death {
  return async ({ fleet: { blink }, current }, act) => {
    const [calls, ledger] = [(await blink.calls('POST', call)).length, await blink.ledger()];
    await blink.breakNext('POST', call, { kind: 'timeout', work });
    const acting = act().catch(() => undefined);
    await until(async () => (await blink.calls('POST', call)).length > calls, `POST ${call} at Blink`);
    if (work === 'done') await until(async () => hasMoved(ledger, await blink.ledger()), 'money at Blink');
    await current.kill();
    await acting;
  };
}

const HELD = 4_711; // any number that nothing else locks

/**
 * While PostgreSQL commits a change of this kind for it: the commit is `undone`, is `done` though nobody hears of it, or comes `late`,
 * when the next process has begun.
 */
export function whileCommitting(change: string, end: 'undone' | 'done' | 'late'): Death {
  return async (scene, act) => {
    const { fleet, current } = scene;
    const { sql, url } = fleet.place;
    const holder = new Client({ connectionString: url ?? '' });
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock($1)', [HELD]);
    await sql(`
      CREATE OR REPLACE FUNCTION wait_in_commit() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_advisory_xact_lock(${HELD}); RETURN NULL; END';
      CREATE CONSTRAINT TRIGGER wait_in_commit AFTER INSERT ON order_history DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.change ->> 'type' = '${change}') EXECUTE FUNCTION wait_in_commit()`);
    const acting = act().catch(() => undefined);
    const committing = await somebodyWaits(fleet.place);
    await current.kill();
    await acting;
    if (end === 'late') await scene.restart();
    if (end === 'undone') await sql(`SELECT pg_terminate_backend(${committing})`);
    await holder.end();
    await sql('DROP TRIGGER wait_in_commit ON order_history');
  };
}

/** While a notice waits to be written: nobody may have been told that it was. */
export async function whileKeepingNotice(
  { fleet, current }: Scene,
  act: () => Promise<unknown>,
): Promise<void> {
  const { sql, url } = fleet.place;
  const holder = new Client({ connectionString: url ?? '' });
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE notices IN EXCLUSIVE MODE');
  const acting = act().catch(() => undefined);
  await until(async () => {
    const waiting = await sql(`
      SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO notices%'
        AND pid <> pg_backend_pid()`);
    return waiting.length > 0;
  }, 'a notice that waits');
  await current.kill();
  await acting;
  await holder.end();
}

/** @returns the backend in whose commit the test has put a lock */
async function somebodyWaits({ sql }: Scene['fleet']['place']): Promise<number> {
  let waiting: Record<string, unknown> | undefined;
  await until(async () => {
    [waiting] = await sql(`
      SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'`);
    return waiting !== undefined;
  }, 'a commit that waits');
  return Number(waiting?.['pid']);
}

function hasMoved(before: readonly LedgerEntry[], now: readonly LedgerEntry[]): boolean {
  return JSON.stringify(before) !== JSON.stringify(now);
}
