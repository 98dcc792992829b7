import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const TOP = path.join(__dirname, '..', '..');

describe('the page on PostgreSQL', () => {
  it('says what each table holds, and names none that is not made', () => {
    const page = readFileSync(path.join(TOP, 'docs', 'postgresql.md'), 'utf8');
    const section = page.split('\n## What is kept\n')[1]?.split(/^## /m)[0] ?? '';
    const named = [...section.matchAll(/^\| (`.*?) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/\w+/g) ?? [],
    );
    expect(named.sort()).toEqual(['schema_migrations', ...tablesMade()].sort());
  });
});

function tablesMade(): readonly string[] {
  const folder = path.join(TOP, 'migrations');
  return readdirSync(folder).flatMap((file) => {
    const sql = readFileSync(path.join(folder, file), 'utf8');
    return [...sql.matchAll(/^CREATE (?:UNLOGGED )?TABLE (\w+)/gm)].map(([, name = '']) => name);
  });
}
