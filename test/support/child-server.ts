import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';

const RUN_TYPESCRIPT = path.join(__dirname, 'run-typescript.cjs');

type Line = Readonly<Record<string, unknown>>;

/** A server in a process of its own, for what only a process can show: signals, exits, its last words. */
export class ChildServer {
  readonly lines: Line[] = [];
  stderr = '';
  readonly exit: Promise<number | null>;
  private readonly child: ChildProcess;
  private readonly waiting = new Set<() => void>();

  constructor(
    file: string,
    env: Readonly<Record<string, string>> = {},
    cwd = __dirname,
    args: readonly string[] = [],
  ) {
    this.child = spawn(process.execPath, ['--require', RUN_TYPESCRIPT, file, ...args], {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.exit = once(this.child, 'close').then(([code]) => code as number | null);
    createInterface(this.child.stdout!).on('line', (line) => this.take(line));
    this.child.stderr!.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
  }

  /** Resolves with the first line that says so, which may have come already. */
  async said(sentence: string): Promise<Line> {
    for (;;) {
      const line = this.lines.find(({ msg }) => msg === sentence);
      if (line) return line;
      await Promise.race([
        new Promise<void>((resolve) => this.waiting.add(resolve)),
        this.failsOnExit(`"${sentence}"`),
      ]);
    }
  }

  async origin(): Promise<string> {
    const { port } = await this.said('listening');
    return `http://127.0.0.1:${String(port)}`;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Tells the process's own test routes what to do. */
  tell(message: string | object): void {
    this.child.send(message);
  }

  /** What the process answers to a message; one at a time. Rejects when it ends instead. */
  async ask(message: object): Promise<unknown> {
    const answer = once(this.child, 'message').then(([said]): unknown => said);
    this.tell(message);
    return Promise.race([answer, this.failsOnExit('anything to a message')]);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private take(line: string): void {
    this.lines.push(JSON.parse(line) as Line);
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }

  private async failsOnExit(sentence: string): Promise<never> {
    const code = await this.exit;
    throw new Error(`It ended with ${String(code)} without saying ${sentence}:\n${this.stderr}`);
  }
}

/** A connection on which a request has begun but not ended: it is not idle, so it outlives the listener. */
export async function halfAsked(origin: string): Promise<Socket> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write('GET /readyz HTTP/1.1\r\nHost: x\r\n');
  return socket;
}
