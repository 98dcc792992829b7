/**
 * `npm test`: every test, and beside them what needs none of them: types, lint and format. Each says what it found as
 * soon as it knows; all of them run to their end, and one that fails fails the whole. What is given goes to Jest.
 * Everything said here goes to stderr, so that `--json` has stdout for itself.
 */
const { spawn } = require('node:child_process');

const JEST = require.resolve('jest/bin/jest');
const CHECKS = ['typecheck', 'lint', 'format:check'];
const running = new Set();
const failures = [];
let stopped = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, () => {
    stopped = true;
    for (const child of running) child.kill(signal);
  });

void Promise.all([tests(process.argv.slice(2)), checks()]).then(() => {
  for (const failure of failures) say(`FAILED: ${failure}`);
  process.exitCode = failures.length > 0 || stopped ? 1 : 0;
});

/** Those that start the built product need it to be there; whether its types fit is looked at beside them. */
async function tests(options) {
  if (await passes('build', () => npm('build', '--noCheck')))
    await passes('tests', () => spawn(process.execPath, [JEST, ...options], { stdio: 'inherit' }));
}

/** One after the other: the tests have work for every processor. */
async function checks() {
  for (const check of CHECKS) await passes(check, () => npm(check));
}

function npm(script, ...options) {
  const ofNpm = [process.env.npm_execpath, 'run', '--silent', script, '--', ...options];
  return spawn(process.execPath, ofNpm, { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What it printed is shown in one piece when it ends, unless it printed for itself. */
async function passes(name, start) {
  if (stopped) return false;
  const child = start();
  running.add(child);
  const started = Date.now();
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => printed.push(text));
  const passed = await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
  running.delete(child);
  const seconds = Math.round((Date.now() - started) / 1000);
  if (!passed) failures.push(name);
  if (child.stdout)
    say(`${Buffer.concat(printed)}${name} ${passed ? 'passed' : 'FAILED'} after ${seconds} s`);
  return passed;
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
