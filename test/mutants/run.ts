import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Copy } from './copies';
import type { Mutant } from './mutant';
import { MUTANTS } from './mutants';

const PROJECT = path.join(__dirname, '..', '..');
const LONGEST_RUN_MS = 5 * 60_000;

/** What Jest writes with `--json`, as far as it is read here. */
interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/**
 * `npm run test:mutants [part of a name]`: takes out one defence at a time and shows which test notices. One that nobody notices is a
 * missing test, and the run fails.
 */
function main(): void {
  const wanted = process.argv[2] ?? '';
  const mutants = MUTANTS.filter(({ name }) => name.includes(wanted));
  const copy = new Copy(PROJECT);
  try {
    expectSound(copy, mutants);
    const survivors = mutants.filter((mutant) => !isNoticed(copy, mutant));
    say(`\n${mutants.length - survivors.length} of ${mutants.length} mutants were noticed.`);
    for (const { name, tests } of survivors)
      say(`SURVIVED: ${name}. Nothing in ${tests.join(', ')} noticed.`);
    process.exitCode = survivors.length === 0 && mutants.length > 0 ? 0 : 1;
  } finally {
    copy.remove();
  }
}

/** Whoever fails without any mutant would notice every one. */
function expectSound(copy: Copy, mutants: readonly Mutant[]): void {
  const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))];
  const { numFailedTests, numPassedTests, testResults } = jest(copy, tests);
  if (
    numFailedTests === 0 &&
    numPassedTests > 0 &&
    testResults.every(({ assertionResults }) => assertionResults.length > 0)
  )
    return;
  throw new Error(
    `The tests fail without any mutant:\n${testResults.map(({ message }) => message).join('\n')}`,
  );
}

function isNoticed(copy: Copy, mutant: Mutant): boolean {
  const startedAt = performance.now();
  const { testResults } = copy.mutated(mutant, () => jest(copy, mutant.tests));
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const noticed = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => `${path.relative(copy.folder, name)}: ${fullName}`),
  );
  if (noticed.length === 0 && testResults.some(({ assertionResults }) => assertionResults.length === 0))
    throw new Error(
      `"${mutant.name}" does not even run:\n${testResults.map(({ message }) => message).join('\n')}`,
    );
  const [first = 'NOBODY'] = noticed;
  say(`${noticed.length > 0 ? 'noticed ' : 'SURVIVED'}  ${mutant.name}  (${seconds} s)`);
  say(`          ${first.slice(0, 160)}${noticed.length > 1 ? `  and ${noticed.length - 1} more` : ''}`);
  return noticed.length > 0;
}

function jest(copy: Copy, tests: readonly string[]): JestResult {
  const output = path.join(copy.folder, 'result.json');
  const script = path.join(copy.folder, 'node_modules', 'jest', 'bin', 'jest.js');
  rmSync(output, { force: true }); // so that no run is taken for the one before it
  const { error } = spawnSync(
    process.execPath,
    [script, ...tests, '--json', `--outputFile=${output}`, '--silent', '--forceExit'],
    { cwd: copy.folder, stdio: 'ignore', timeout: LONGEST_RUN_MS },
  );
  if (error) throw error;
  return JSON.parse(readFileSync(output, 'utf8')) as JestResult;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main();
