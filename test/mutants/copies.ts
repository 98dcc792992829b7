import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Mutant } from './mutant';

const COPIED = [
  'src',
  'test',
  'views',
  'public',
  'docs',
  'migrations',
  'package.json',
  'tsconfig.json',
  '.env.example',
];

/** As the project's own, but for types: a mutant is there to run, not to compile without a warning. */
const JEST_CONFIG = `module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\\\.ts$': ['ts-jest', { diagnostics: false }] },
  cacheDirectory: '<rootDir>/.jest-cache',
};
`;

/** A copy of the project to be damaged: the working tree is never touched. */
export class Copy {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'mutants-')));

  constructor(project: string) {
    for (const name of COPIED) {
      cpSync(path.join(project, name), path.join(this.folder, name), { recursive: true });
    }
    symlinkSync(realpathSync(path.join(project, 'node_modules')), path.join(this.folder, 'node_modules'));
    writeFileSync(path.join(this.folder, 'jest.config.js'), JEST_CONFIG);
  }

  /**
   * Changes one place for as long as `act` runs.
   * @throws Error when the place is not there exactly once: then the mutant has rotted and shows nothing
   */
  mutated<Result>({ name, file, search, replace }: Mutant, act: () => Result): Result {
    const target = path.join(this.folder, file);
    const whole = readFileSync(target, 'utf8');
    const found = occurrencesOf(search, whole);
    if (found !== 1) throw new Error(`"${name}": its text is found ${found} times in ${file}, not once`);
    writeFileSync(
      target,
      whole.replace(search, () => replace),
    );
    try {
      return act();
    } finally {
      writeFileSync(target, whole);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function occurrencesOf(search: string, text: string): number {
  return text.split(search).length - 1;
}
