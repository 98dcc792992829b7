import { retryAfterMs } from '../../src/blink/transport/retry-after';

const AT = new Date('2026-07-01T12:00:00Z');

describe('how long Blink asks us to stay away', () => {
  it.each<[string | null, number]>([
    ['2', 2_000],
    [' 7 ', 7_000],
    ['0', 0],
    ['60', 60_000],
    ['61', 60_000],
    ['99999', 60_000],
    ['9'.repeat(400), 60_000],
    ['Wed, 01 Jul 2026 12:00:05 GMT', 5_000],
    ['Wed, 01 Jul 2026 11:59:00 GMT', 0],
    ['Wed, 01 Jul 2099 12:00:00 GMT', 60_000],
    [null, 2_000],
    ['', 2_000],
    ['-5', 2_000],
    ['1.5', 2_000],
    ['1e3', 2_000],
    ['soon', 2_000],
    ['2026', 60_000],
    ['Wednesday', 2_000],
  ])('%j is %d ms', (header, expected) => {
    expect(retryAfterMs(header, AT)).toBe(expected);
  });
});
