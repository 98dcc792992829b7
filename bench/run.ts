/**
 * `npm run bench`: everything beside something bare, in one run, as ratios.
 *   --quick     short rounds, fewer orders: a few minutes
 *   --busy      more rounds, and the best of each in place of the median: for a machine that others keep busy
 *   --many      a hundred thousand orders kept, in a quick run, too
 *   --million   a million orders in PostgreSQL, too
 *   --only=stored,…   some scenes: footprint, in-memory, in-postgres, two-instances, stored
 * PostgreSQL: `BENCH_DATABASE_URL` or `TEST_DATABASE_URL`, a superuser's; without either, what needs it is left out, loudly.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import type { Bench, Size } from './bench';
import { Child } from './child';
import { createBenchDatabase } from './database';
import { Report } from './report';
import { footprint } from './scenes/footprint';
import { inMemory } from './scenes/in-memory';
import { inPostgres } from './scenes/in-postgres';
import { storedInMemory, storedInPostgres } from './scenes/stored';
import { twoInstances } from './scenes/two-instances';
import { startWorld } from './world';

const QUICK: Size = {
  rounds: 3,
  counts: 'median',
  seconds: 0.75,
  starts: 3,
  inMemory: [1_000, 10_000],
  inPostgres: [1_000, 10_000],
};
const FULL: Size = {
  rounds: 5,
  counts: 'median',
  seconds: 3,
  starts: 7,
  inMemory: [1_000, 100_000],
  inPostgres: [1_000, 100_000],
};
const RESULTS = path.join(__dirname, 'results');

const scenes: Readonly<Record<string, readonly ((bench: Bench) => Promise<void>)[]>> = {
  footprint: [footprint],
  'in-memory': [inMemory],
  'in-postgres': [inPostgres],
  'two-instances': [twoInstances],
  stored: [storedInMemory, storedInPostgres],
};

async function main(): Promise<void> {
  const flags = process.argv.slice(2);
  const only = flags
    .find((flag) => flag.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',');
  const size = sizeFor(flags);
  const server = process.env['BENCH_DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'] ?? '';
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const report = new Report();
  report.note(
    `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${flags.join(' ') || 'full'}`,
  );
  if (server === '')
    report.note(
      'NOT MEASURED: everything on PostgreSQL. Set BENCH_DATABASE_URL to a server where a superuser may create databases.',
    );
  const world = await startWorld(path.join(folder, 'log.jsonl'));
  try {
    const newDatabase = server === '' ? null : () => createBenchDatabase(server);
    const bench = {
      world,
      report,
      size,
      newDatabase,
      folder,
      node: Number(process.versions.node.split('.')[0]),
    };
    for (const [name, parts] of Object.entries(scenes))
      if (!only || only.includes(name)) for (const scene of parts) await scene(bench);
  } finally {
    await Child.stopAll();
    rmSync(folder, { recursive: true });
  }
  const file = keep(report.text());
  process.stdout.write(`\n${report.text()}\nKept in ${path.relative(process.cwd(), file)}\n`);
}

function sizeFor(flags: readonly string[]): Size {
  const has = (flag: string) => flags.includes(flag);
  const { inMemory: many, inPostgres } = FULL;
  const kept = has('--million') ? [...inPostgres, 1_000_000] : inPostgres;
  const given = has('--quick') ? QUICK : FULL;
  return {
    ...given,
    ...(has('--busy') && { rounds: 3 * given.rounds, counts: 'best' }),
    ...((has('--many') || has('--million')) && { inMemory: many, inPostgres: kept }),
  };
}

function keep(text: string): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, `node-${process.versions.node}.md`);
  writeFileSync(file, text);
  return file;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
