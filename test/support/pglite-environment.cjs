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

/** A PostgreSQL in this process: what node-postgres connects to it with, and its end. */
async function openPGlite() {
  const { PGlite } = await import('@electric-sql/pglite');
  const { createPgConfig } = await import('@electric-sql/pglite/node-postgres');
  const engine = await PGlite.create();
  return { config: createPgConfig(engine), close: () => engine.close() };
}
