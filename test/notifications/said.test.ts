import fc from 'fast-check';
import { evidenceIn } from '../../src/notifications/evidence';

describe('what a notification claimed', () => {
  it('is kept in the words that Blink documents', () => {
    const body = {
      transaction_id: 'BL-1',
      status: 'Captured',
      note: 'ok',
      event_type: 'payment',
      merchant_data: '{"nonce":"x"}',
    };
    expect(evidenceIn(body)).toEqual({
      transaction_id: 'BL-1',
      status: 'Captured',
      note: 'ok',
      event_type: 'payment',
    });
  });

  it('holds nothing else that somebody sent', () => {
    expect(evidenceIn({ customer_name: 'Ada', email: 'ada@example.com', nested: { status: 'x' } })).toEqual(
      {},
    );
    expect(evidenceIn({ status: { $ne: 1 }, note: ['a'], transaction_id: null })).toEqual({});
  });

  it('holds no card number', () => {
    expect(evidenceIn({ note: 'card 4111 1111 1111 1111 used', status: 'x' })).toEqual({
      note: '[withheld]',
      status: 'x',
    });
  });

  it.each([undefined, null, 'text', 1, [], [{ status: 'x' }]])('is nothing when the body is %j', (body) => {
    expect(evidenceIn(body)).toEqual({});
  });

  it('fits into what is kept of a notification, also when it is all control characters', () => {
    const line = '\u0001'.repeat(500);
    const said = evidenceIn({ transaction_id: line, status: line, note: line, event_type: line });
    expect(Buffer.byteLength(JSON.stringify(said))).toBeLessThan(4096);
  });

  it('is small whatever was sent', () => {
    fc.assert(
      fc.property(
        fc.record({
          status: fc.string({ maxLength: 5_000 }),
          note: fc.anything(),
          transaction_id: fc.anything(),
        }),
        (body) => {
          for (const [, text] of Object.entries(evidenceIn(body)))
            expect(text.length).toBeLessThanOrEqual(200);
        },
      ),
    );
  });
});
