import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const PACKAGE = readFileSync(path.join(__dirname, '..', '..', 'package.json'), 'utf8');
/** Says when it is up and when it is told to stop, as the server does. */
const SERVER = `
  process.on('SIGTERM', () => { console.log('stopping'); process.exit(0); });
  setTimeout(() => process.exit(3), 60_000); // nobody is left who could tell it
  console.log('listening ' + process.pid);
`;

describe('npm', () => {
  let folder: string;
  let started: ChildProcess | null = null;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'npm-'));
    writeFileSync(path.join(folder, 'package.json'), PACKAGE);
    mkdirSync(path.join(folder, 'dist', 'bin'), { recursive: true });
    writeFileSync(path.join(folder, 'dist', 'bin', 'server.js'), SERVER);
  });
  afterEach(() => {
    started?.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  const npm = (...given: readonly string[]) => {
    const child = spawn('npm', [...given, '--no-update-notifier'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started = child;
    const lines: string[] = [];
    const said = (start: string) =>
      new Promise<string>((resolve) => {
        const find = () => {
          const line = lines.find((each) => each.startsWith(start));
          if (line !== undefined) resolve(line);
        };
        find();
        child.once('close', find);
        output.on('line', find);
      });
    const output = createInterface(child.stdout).on('line', (line) => lines.push(line));
    createInterface(child.stderr).on('line', (line) => lines.push(line));
    return { child, said, lines, ended: once(child, 'close').then(([code]) => code as number | null) };
  };

  it('start hands SIGTERM on to the server, and ends when it has ended', async () => {
    const { child, said, ended, lines } = npm('start');
    const pid = Number((await said('listening')).split(' ')[1]);
    child.kill('SIGTERM');
    await ended;
    expect(lines).toContain('stopping');
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('start names the compiled file at its end, for whoever starts it without npm', () => {
    const { scripts } = JSON.parse(PACKAGE) as { readonly scripts: Readonly<Record<string, string>> };
    expect(/node (?:--\S+ )*(\S+\.js)\s*$/.exec(scripts['start'] ?? '')?.[1]).toBe('dist/bin/server.js');
  });

  it('run build says what it needs, where the development dependencies were left out', async () => {
    const { ended, lines } = npm('run', 'build');
    expect(await ended).not.toBe(0);
    expect(lines).toContain(
      'The build needs the development dependencies, which NODE_ENV=production leaves out: run npm ci --include=dev first.',
    );
  });
});
