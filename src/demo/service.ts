import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../kernel/clock';

export interface ServiceOptions {
  /** For messages: `the checkout`. */
  readonly name: string;
  /** Its compiled entry point. */
  readonly script: string;
  /** All of its environment: nothing of ours leaks into it, and no `.env` with real keys is found. */
  readonly env: Readonly<Record<string, string>>;
  /** Answers with success once the service can be used. */
  readonly readyUrl: string;
  readonly output: 'shown' | 'hidden';
  readonly readyWithinMs?: number;
}

export interface Service {
  /** Settles when it ends without having been told to. */
  readonly endedByItself: Promise<string>;
  stop(): Promise<void>;
}

const ASK_EVERY_MS = 100;
const READY_WITHIN_MS = 20 * SECOND;
/** A checkout that is told to stop first finishes what it charges. */
export const STOP_WITHIN_MS = 65 * SECOND;

/**
 * Starts one of our servers the way it is deployed, in a process of its own.
 * @throws when it ends, or is not ready in time; it is stopped then
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const child = spawn(process.execPath, [options.script], {
    cwd: path.dirname(options.script),
    env: options.env,
    stdio: ['ignore', options.output === 'shown' ? 'inherit' : 'ignore', 'inherit'],
    detached: true, // a Ctrl+C in the terminal reaches us alone, and we stop it in order
  });
  const ended = endOf(child, options.name);
  const service = serviceOf(child, ended);
  try {
    const over = new AbortController();
    await Promise.race([readiness(options, over.signal), ended.then(fail)]).finally(() => over.abort());
    return service;
  } catch (error) {
    await service.stop();
    throw error;
  }
}

function endOf(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`${name} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`${name} ended with ${signal ?? `code ${code}`}`));
  });
}

function serviceOf(child: ChildProcess, ended: Promise<string>): Service {
  let toldToStop = false;
  return {
    endedByItself: new Promise((resolve) => {
      void ended.then((how) => {
        if (!toldToStop) resolve(how);
      });
    }),
    stop: async () => {
      toldToStop = true;
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await ended;
      clearTimeout(kill);
    },
  };
}

function fail(reason: string): never {
  throw new Error(reason);
}

async function readiness(options: ServiceOptions, over: AbortSignal): Promise<void> {
  const withinMs = options.readyWithinMs ?? READY_WITHIN_MS;
  const until = performance.now() + withinMs;
  while (!over.aborted) {
    if (await answers(options.readyUrl)) return;
    if (performance.now() > until) fail(`${options.name} was not ready within ${withinMs} ms`);
    await pause(ASK_EVERY_MS);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(SECOND) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
