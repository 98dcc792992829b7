import { readFileSync } from 'node:fs';
import path from 'node:path';
import { occurrencesOf } from './copies';
import { MUTANTS } from './mutants';

const PROJECT = path.join(__dirname, '..', '..');

describe('the mutants of `npm run test:mutants`', () => {
  it.each(MUTANTS)('fit the code as it is: $name', ({ file, search, replace }) => {
    expect(occurrencesOf(search, readFileSync(path.join(PROJECT, file), 'utf8'))).toBe(1);
    expect(replace).not.toBe(search);
  });

  it('have names of their own', () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });
});
