import fc from 'fast-check';
import { jsonText, storable } from '../../src/postgres/stored-text';

describe('text that is stored', () => {
  it('stays as it is when PostgreSQL can hold it', () => {
    for (const text of [
      '',
      'Zoë 🎟 \u2028 \u0001 "\\',
      'a backslash before u0000: \\u0000 \\ud800',
      '\ud83c\udf9f',
    ]) {
      expect(storable(text)).toBe(text);
      expect(JSON.parse(jsonText({ text }))).toEqual({ text });
    }
  });

  it.each([
    ['a\0b', 'a\ufffdb'],
    ['\ud83c', '\ufffd'],
    ['\udf9fx\ud83c', '\ufffdx\ufffd'],
    ['\ud83c\ud83c\udf9f', '\ufffd\ud83c\udf9f'],
  ])('loses only what PostgreSQL cannot hold: %j', (text, kept) => {
    expect(storable(text)).toBe(kept);
    expect(JSON.parse(jsonText({ deep: [{ text }] }))).toEqual({ deep: [{ text: kept }] });
  });

  it('is never more than that, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          const kept = storable(text);
          expect(kept).toHaveLength(text.length);
          expect(kept).not.toContain('\0');
          expect(() => encodeURIComponent(kept)).not.toThrow(); // which refuses halves of surrogate pairs
          expect(JSON.parse(jsonText(text))).toBe(kept);
        },
      ),
    );
  });
});
