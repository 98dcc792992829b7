/**
 * Node's own environment, and a way out of it: PGlite loads its parts by `import()`, which Jest's modules cannot.
 * A test file asks for it with `@jest-environment ./test/support/pglite-environment.cjs`.
 */
const { TestEnvironment } = require('jest-environment-node');

module.exports = class PGliteEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.openPGlite = openPGlite;
  }
};

/** Engines of this worker that no test file has at present: starting one takes seconds, emptying one hardly anything. */
const idle = [];

/** A PostgreSQL in this process, empty: what node-postgres connects to it with, and its end. */
async function openPGlite() {
  const { PGlite } = await import('@electric-sql/pglite');
  const { createPgConfig } = await import('@electric-sql/pglite/node-postgres');
  const engine = idle.pop() ?? (await PGlite.create());
  return { config: createPgConfig(engine), close: () => handBack(engine) };
}

const AS_NEW = ['ROLLBACK', 'DISCARD ALL', 'DROP SCHEMA public CASCADE', 'CREATE SCHEMA public'];
/** PostgreSQL's alarm clocks would keep this process from ending for ten seconds: that of a limit on time rings at once, that of the statistics is not needed. */
const NO_ALARM = [
  'SET statement_timeout = 1',
  'RESET statement_timeout',
  'SELECT pg_stat_force_next_flush()',
];

/** As a new session on a new database would find it. */
async function handBack(engine) {
  for (const statement of [...AS_NEW, ...NO_ALARM]) await engine.exec(statement);
  idle.push(engine);
}
