/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  maxWorkers: '100%', // tests wait for browsers, processes and the database about as long as they compute
  testTimeout: 60_000, // a small machine under load: how long a test takes decides nothing
  transform: { '^.+\\.ts$': 'ts-jest' },
  reporters: ['default', '<rootDir>/test/support/not-run-reporter.cjs'],
};
