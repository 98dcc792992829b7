import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export const TOP = path.join(__dirname, '..');
const RUN_TYPESCRIPT = path.join(TOP, 'test', 'support', 'run-typescript.cjs');
const TICKS_PER_SECOND = 100; // what Linux counts CPU time in
const STARTED_WITHIN_MS = 120_000; // a store is filled with many orders first

/** A server in a process of its own. Everything it writes goes to a file, for all of them alike. */
export class Child {
  private static readonly running = new Set<Child>();

  private constructor(
    private readonly process: ChildProcess,
    readonly pid: number,
    readonly origin: string,
    /** From the start of the process until it answers. */
    readonly startedInMs: number,
  ) {}

  /** @param script a compiled `.js`, or a `.ts` of the bench's own; it must answer at `/healthz` */
  static async start(
    script: string,
    port: number,
    env: Readonly<Record<string, string>>,
    log = '/dev/null',
  ): Promise<Child> {
    const out = openSync(log, 'a');
    const args = script.endsWith('.ts') ? ['--expose-gc', '--require', RUN_TYPESCRIPT, script] : [script];
    const from = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: path.join(TOP, 'bench'),
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        PORT: String(port),
        HOST: '127.0.0.1',
        ...env,
      },
      stdio: ['ignore', out, 'inherit'],
    });
    closeSync(out);
    const origin = `http://127.0.0.1:${port}`;
    const ended = once(child, 'exit').then(() =>
      Promise.reject(new Error(`${script} ended before it answered`)),
    );
    await Promise.race([answers(`${origin}/healthz`), ended]);
    const started = new Child(child, child.pid ?? 0, origin, performance.now() - from);
    Child.running.add(started);
    return started;
  }

  /** Nothing outlives the bench, whatever became of it. */
  static async stopAll(): Promise<void> {
    await Promise.all([...Child.running].map((child) => child.stop()));
  }

  /** CPU seconds so far, of user and system together. */
  cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  residentMb(): number {
    const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
    return Number(line?.[1]) / 1024;
  }

  async stop(): Promise<void> {
    Child.running.delete(this);
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL'); // nothing in here is to be kept
    await gone;
  }
}

async function answers(url: string): Promise<void> {
  const until = performance.now() + STARTED_WITHIN_MS;
  for (;;) {
    if (await isAnswered(url)) return;
    if (performance.now() > until) throw new Error(`${url} does not answer`);
    await pause(3);
  }
}

/** Cheaper than `fetch`: what asking costs would be counted as the server's start. */
function isAnswered(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}
