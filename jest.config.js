/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  maxWorkers: '100%', // tests wait for browsers, processes and the database about as long as they compute
  testTimeout: 300_000, // ends what hangs, however busy the machine is: how long a test takes decides nothing
  setupFiles: ['<rootDir>/test/support/drawn-cases.ts'],
  testSequencer: './test/support/longest-first.cjs',
  transform: { '^.+\\.ts$': 'ts-jest' },
  reporters: ['default', '<rootDir>/test/support/not-run-reporter.cjs'],
};
