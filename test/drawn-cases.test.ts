import { execFileSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';

const TOP = path.join(__dirname, '..');
const SETUP = path.join(TOP, 'test', 'support', 'drawn-cases.ts');
const DRAW = `require(${JSON.stringify(SETUP)}); console.log(JSON.stringify(require('fast-check').sample(require('fast-check').integer(), 20)))`;

/** In a process of its own, as each file of tests is. */
function drawn(env: Record<string, string>): string {
  return execFileSync(process.execPath, ['--require', './test/support/run-typescript.cjs', '-e', DRAW], {
    cwd: TOP,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
}

describe('the cases that properties draw', () => {
  it('are drawn that way in every file of tests', () => {
    const draw = () => fc.sample(fc.integer(), 20);
    if (process.env['LONG'] !== '1') expect(draw()).toEqual(draw());
  });

  it('are the same in every run', () => {
    expect(drawn({})).toBe(drawn({}));
  });

  it('are others in every long run, and those of a seed when one is given', () => {
    expect(drawn({ LONG: '1' })).not.toBe(drawn({ LONG: '1' }));
    expect(drawn({ LONG: '1', CASES_SEED: '7' })).toBe(drawn({ CASES_SEED: '7' }));
  });
});
