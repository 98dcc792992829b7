import { nodeIsPast } from '../src/server/start-warnings';

describe('the life of a Node', () => {
  it.each([
    ['v20.20.2', '2026-04-30T12:00:00Z', null],
    ['v20.20.2', '2026-05-01T00:00:00Z', '2026-04-30'],
    ['v22.11.0', '2026-11-30T00:00:00Z', null],
    ['v22.11.0', '2027-05-01T00:00:00Z', '2027-04-30'],
    ['v24.4.1', '2028-04-30T23:00:00Z', null],
    ['v24.4.1', '2028-05-01T00:00:00Z', '2028-04-30'],
    ['v21.7.3', '2026-11-30T00:00:00Z', 'unknown'],
    ['v18.20.8', '2026-11-30T00:00:00Z', 'unknown'],
    ['v25.0.0', '2026-11-30T00:00:00Z', 'unknown'],
    ['v26.1.0', '2026-11-30T00:00:00Z', null],
    ['v142.0.0', '2099-01-01T00:00:00Z', null],
    ['not a version', '2026-11-30T00:00:00Z', null],
  ])('of %s on %s is over since %s', (version, now, endedOn) => {
    expect(nodeIsPast(version, new Date(now))).toBe(endedOn);
  });
});
