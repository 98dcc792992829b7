import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A command as an image or a person starts it, and what it says. */
export class Command {
  /** Standard output and standard error, as they come. */
  said = '';
  readonly exit: Promise<number | null>;
  private readonly child: ChildProcess;

  /** @param env all of its environment beside PATH */
  constructor(
    [command = '', ...args]: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string>>,
  ) {
    this.child = spawn(command, args, {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const output of [this.child.stdout!, this.child.stderr!])
      output.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.exit = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /**
   * Waits until it has said this.
   * @throws when it ends before
   */
  async says(text: string): Promise<string> {
    while (!this.said.includes(text)) {
      const more = Promise.race([once(this.child.stdout!, 'data'), once(this.child.stderr!, 'data')]);
      const ended = await Promise.race([more.then(() => false), this.exit.then(() => true)]);
      if (ended && !this.said.includes(text)) throw new Error(`It ended without "${text}":\n${this.said}`);
    }
    return this.said;
  }

  /** @returns its exit code */
  stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.exit;
  }
}
