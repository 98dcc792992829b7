import fc from 'fast-check';
import { InvalidInput } from '../../src/kernel/errors';
import { randomIds } from '../../src/kernel/ids';
import { cursorAt, newestFirst, positionFrom } from '../../src/ledger/list-position';

const position = fc.record({
  createdAt: fc.date({ min: new Date(0), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true }),
  id: fc.stringMatching(/^ord_[\w-]{1,22}$/),
});

describe('a cursor', () => {
  it('leads back to its place', () => {
    fc.assert(
      fc.property(position, (place) => {
        expect(positionFrom(cursorAt(place))).toEqual(place);
        expect(cursorAt(place)).toMatch(/^[\w-]{1,64}$/);
      }),
    );
    const real = { createdAt: new Date(), id: randomIds.order() };
    expect(positionFrom(cursorAt(real))).toEqual(real);
  });

  it('is one of ours or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' })), (text) => {
        try {
          expect(cursorAt(positionFrom(text))).toBe(text);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the order of a list', () => {
  it('is the same whichever way two are compared, and never undecided between two orders', () => {
    fc.assert(
      fc.property(position, position, (one, other) => {
        expect(Math.sign(newestFirst(one, other))).toBe(0 - Math.sign(newestFirst(other, one)));
        const isSame = one.id === other.id && one.createdAt.getTime() === other.createdAt.getTime();
        expect(newestFirst(one, other) === 0).toBe(isSame);
      }),
    );
  });
});
