import fc from 'fast-check';
import { merchantDataFrom } from '../../src/blink/wire/merchant-data';
import { hintFromNotification } from '../../src/blink/wire/notification-body';
import { plainText } from '../../src/blink/wire/plain-text';
import { refusalFrom } from '../../src/blink/wire/refusal';
import { hintFromReturn } from '../../src/blink/wire/return-query';
import { TRANSACTION_ID } from './setting';

const NONE = { transactionId: null };

describe('the query of a return address', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['2026', { transaction_id: TRANSACTION_ID, status: 'captured', note: 'captured' }, TRANSACTION_ID],
    ['2023', { transaction_id: 'BL-54URV6DLR5', status: 'Pending+Submission' }, 'BL-54URV6DLR5'],
    ['encoded twice', { transaction_id: 'BL%2D54URV6DLR5' }, 'BL-54URV6DLR5'],
    ['with space around it', { transaction_id: ' BL-54URV6DLR5+' }, 'BL-54URV6DLR5'],
    ['an id that looks different', { transaction_id: '74859612' }, '74859612'],
    ['res in base64', { res: 'QkwtMDBGN0Q2MUI1Ng==' }, 'BL-00F7D61B56'],
    ['res in base64, still encoded', { res: 'QkwtMDBGN0Q2MUI1Ng%3D%3D' }, 'BL-00F7D61B56'],
    ['res in base64 without padding', { res: 'QkwtMDBGN0Q2MUI1Ng' }, 'BL-00F7D61B56'],
    ['res, plain', { res: 'BL-ZJU4NJKZ1K' }, 'BL-ZJU4NJKZ1K'],
    ['the newer of two', { transaction_id: 'BL-A', res: 'BL-B' }, 'BL-A'],
  ])('names a transaction: %s', (_, query, id) => {
    expect(hintFromReturn(query)).toEqual({ transactionId: id });
  });

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['a list of ids', { transaction_id: ['BL-A', 'BL-A'] }],
    ['a list of ids beside a good res', { transaction_id: ['BL-A'], res: 'BL-B' }],
    ['an object', { transaction_id: { a: 'BL-A' } }],
    ['res twice', { res: ['BL-A', 'BL-B'] }],
    ['an empty id', { transaction_id: '' }],
    ['an id beyond 64', { transaction_id: 'B'.repeat(65) }],
    ['a path', { transaction_id: '../intents/28' }],
    ['a query', { transaction_id: 'BL-A?x=1' }],
    ['letters from elsewhere', { transaction_id: 'BL-Ä' }],
    ['a NUL', { transaction_id: 'BL-A\u0000' }],
    ['an encoded NUL', { transaction_id: 'BL-A%00' }],
    ['a res that is no id', { res: 'captured' }],
    ['a res whose base64 is no id', { res: Buffer.from('hello').toString('base64') }],
    ['a res of 8 KB', { res: 'Q'.repeat(8_192) }],
    ['a prototype’s id', Object.create({ transaction_id: 'BL-A' })],
    ['a list', ['BL-A']],
    ['a text', 'transaction_id=BL-A'],
    ['null', null],
    ['undefined', undefined],
  ])('names none: %s', (_, query) => {
    expect(hintFromReturn(query)).toEqual(NONE);
  });

  it.each([
    ['4711', '4711'],
    ['NDcxMQ==', '4711'],
    ['NDcxMQ%3D%3D', '4711'],
    ['../1', null],
    [['1', '2'], null],
  ])('names a schedule: %j is %j', (value, scheduleId) => {
    expect(hintFromReturn({ transaction_id: 'BL-A', schedule_id: value })).toEqual({
      transactionId: 'BL-A',
      scheduleId,
    });
  });

  it.each([
    ['in base64', 'Mjcz', '273'],
    ['in base64, still encoded', 'MjczMA%3D%3D', '2730'],
    ['plain', '273', '273'],
  ])('names a schedule by res: %s', (_, res, scheduleId) => {
    expect(hintFromReturn({ res })).toEqual({ transactionId: null, scheduleId });
  });

  it('takes res for one of the two, and the schedule’s own name before it', () => {
    expect(hintFromReturn({ res: 'BL-A' })).toEqual({ transactionId: 'BL-A' });
    expect(hintFromReturn({ res: '273', schedule_id: '274' })).toEqual({
      transactionId: null,
      scheduleId: '274',
    });
    expect(hintFromReturn({ res: ['273', '274'] })).toEqual(NONE);
  });

  it('is never thrown at, and never yields what does not fit into a path', () => {
    const value = fc.oneof(
      fc.string(),
      fc.webQueryParameters(),
      fc.base64String(),
      fc.string({ unit: 'binary' }),
      fc.anything(),
    );
    const query = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom('transaction_id', 'res', 'schedule_id', '__proto__'), value),
    );
    fc.assert(
      fc.property(query, (each) => {
        const { transactionId, scheduleId } = hintFromReturn(each);
        if (transactionId !== null) expect(transactionId).toMatch(/^[0-9A-Za-z-]{1,64}$/);
        if (typeof scheduleId === 'string') expect(scheduleId).toMatch(/^\d{1,15}$/);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the body of a notification', () => {
  const bytes = (text: string) => Buffer.from(text);
  const idsOf = (body: string | Buffer, query?: string) =>
    hintFromNotification(typeof body === 'string' ? bytes(body) : body, query).transactionIds;

  it.each<[string, string | Buffer, readonly string[]]>([
    ['JSON', JSON.stringify({ transaction_id: TRANSACTION_ID, status: 'Captured' }), [TRANSACTION_ID]],
    ['a number', '{"transaction_id": 74859612}', ['74859612']],
    ['JSON with escapes', '{"transaction\\u005fid":"BL\\u002dA1"}', ['BL-A1']],
    ['a list', '[{"transaction_id":"BL-A"}]', ['BL-A']],
    ['a list of ids', '{"transaction_id":["BL-A"]}', ['BL-A']],
    ['JSON in JSON', '{"data":{"attributes":{"transaction_id":"BL-A"}}}', ['BL-A']],
    ['JSON as a text in JSON', JSON.stringify(JSON.stringify({ transaction_id: 'BL-A' })), ['BL-A']],
    ['another spelling', '{"transactionId":"BL-A"}', ['BL-A']],
    ['another name', '{"payment":{"id":"BL-A"}}', ['BL-A']],
    ['the same name twice', '{"transaction_id":"BL-A","transaction_id":"BL-B"}', ['BL-B', 'BL-A']],
    ['another one’s name too', '{"parent_transaction_id":"BL-P","transaction_id":"BL-A"}', ['BL-A']],
    ['JSON that was cut off', '{"transaction_id":"BL-A","note":"Capt', ['BL-A']],
    ['a polluted one', '{"__proto__":{"transaction_id":"BL-A"},"constructor":{"x":1}}', ['BL-A']],
    ['a form', 'status=Captured&transaction_id=BL-A', ['BL-A']],
    ['a form with the name twice', 'transaction_id=BL-A&transaction_id=BL-B', ['BL-B', 'BL-A']],
    ['a form with brackets', 'data[transaction_id]=BL-A', ['BL-A']],
    ['a form encoded twice', 'transaction%255Fid=x&a=1&transaction_id=BL%252DA', ['BL-A']],
    ['a form with a percent sign of no meaning', 'note=100%&data[transaction_id]=BL%2DA', ['BL-A']],
    ['JSON in a form', `payload=${encodeURIComponent('{"transaction_id":"BL-A"}')}`, ['BL-A']],
    ['slashed JSON in a form', 'payload={\\"transaction_id\\":\\"BL-A\\"}', ['BL-A']],
    [
      'several parts',
      '--x\r\nContent-Disposition: form-data; name="transaction_id"\r\n\r\nBL-A\r\n--x--\r\n',
      ['BL-A'],
    ],
    ['XML', '<n><transaction_id>BL-A</transaction_id></n>', ['BL-A']],
    ['text', 'Your transaction id is BL-A.', ['BL-A']],
    ['a byte order mark', '\ufeff{"transaction_id":"BL-A"}', ['BL-A']],
    ['UTF-16', Buffer.from('\ufeff{"transaction_id":"BL-A"}', 'utf16le'), ['BL-A']],
    ['Latin-1', Buffer.from('{"note":"caf\u00e9","transaction_id":"BL-A"}', 'latin1'), ['BL-A']],
    ['many ids', 'BL-A BL-B BL-C BL-D', ['BL-A', 'BL-B', 'BL-C']],
  ])('names transactions as %s', (_, body, ids) => {
    expect(idsOf(body)).toEqual(ids);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['an empty object', '{}'],
    ['null', 'null'],
    ['no id', '{"status":"Captured"}'],
    ['a null id', '{"transaction_id":null}'],
    ['a word', 'the transaction id of your payment'],
    ['an id beyond 64', `{"transaction_id":"BL-${'9'.repeat(70)}"}`],
    ['a path', '{"transaction_id":"../intents"}'],
    ['deep nesting', '['.repeat(8_000) + ']'.repeat(8_000)],
  ])('names none as %s', (_, body) => {
    expect(idsOf(body)).toEqual([]);
  });

  it('is asked before the query of its address', () => {
    expect(idsOf('{}', 'transaction_id=BL-Q1')).toEqual(['BL-Q1']);
    expect(idsOf('{"transaction_id":"BL-A"}', 'transaction_id=BL-Q1')).toEqual(['BL-A']);
  });

  it('yields nothing but ids, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.json().map(bytes)), (body) => {
        for (const id of hintFromNotification(body).transactionIds)
          expect(id).toMatch(/^[0-9A-Za-z-]{1,64}$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('merchant data', () => {
  const DATA = { order: 'ord_1', nonce: 'a+b/c=', note: 'two words' };
  const TEXT = JSON.stringify(DATA);
  const encoded = encodeURIComponent(TEXT).replace(/%20/g, '+');

  it.each<[string, unknown]>([
    ['an object', DATA],
    ['its JSON', TEXT],
    ['JSON of its JSON', JSON.stringify(TEXT)],
    ['url-encoded', encodeURIComponent(TEXT)],
    ['url-encoded with + for spaces', encoded],
    ['url-encoded twice', encodeURIComponent(encoded)],
    ['in single quotes', TEXT.replace(/"/g, "'")],
    ['in single quotes, url-encoded', encodeURIComponent(TEXT.replace(/"/g, "'")).replace(/'/g, '%27')],
  ])('is read as it went: %s', (_, value) => {
    expect({ ...merchantDataFrom(value) }).toEqual(DATA);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['an empty list', []],
    ['a list', [DATA]],
    ['words', 'order ord_1'],
    ['a number', 12],
    ['half of it', TEXT.slice(0, -1)],
    ['a lone percent sign', '%'],
    ['more than anybody sends', JSON.stringify({ order: 'x'.repeat(8_192) })],
  ])('is empty: %s', (_, value) => {
    expect(Object.keys(merchantDataFrom(value))).toEqual([]);
  });

  it('keeps flat values only, as texts', () => {
    const value = { a: 1, b: true, c: { d: 1 }, e: ['f'], g: null, h: 'i' };
    expect({ ...merchantDataFrom(value) }).toEqual({ a: '1', b: 'true', h: 'i' });
  });

  it('has no prototype to be found or changed through it', () => {
    const data = merchantDataFrom('{"__proto__": "x", "constructor": "y", "toString": "z"}');
    expect(Object.getPrototypeOf(data)).toBeNull();
    expect(Object.keys(data)).toEqual(['constructor', 'toString']);
    expect(data['hasOwnProperty']).toBeUndefined();
  });

  it('has bounds', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`k${n}`, 'v']));
    expect(Object.keys(merchantDataFrom(many))).toHaveLength(32);
    expect(Object.keys(merchantDataFrom({ ['k'.repeat(65)]: 'v', long: 'v'.repeat(513) }))).toEqual([]);
  });

  it('survives whatever way Blink sends it', () => {
    const data = fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), fc.string({ maxLength: 40 }), {
      maxKeys: 5,
    });
    const ways = fc.constantFrom<(text: string) => unknown>(
      (text) => text,
      (text) => JSON.parse(text) as unknown,
      (text) => encodeURIComponent(text),
      (text) => encodeURIComponent(encodeURIComponent(text)),
    );
    fc.assert(
      fc.property(data, ways, (value, send) => {
        fc.pre(!Object.hasOwn(value, '__proto__'));
        expect({ ...merchantDataFrom(send(JSON.stringify(value))) }).toEqual({ ...value });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never thrown at', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => void merchantDataFrom(value)),
      { numRuns: 3_000 },
    );
    fc.assert(
      fc.property(fc.string(), (value) => void merchantDataFrom(value)),
      { numRuns: 3_000 },
    );
  });
});

describe('a refusal', () => {
  it.each<[string, unknown, string]>([
    ['shape 1', { error: 'Unauthorised request' }, 'Unauthorised request'],
    ['shape 2', { error: 'x', error_response: 'Card declined' }, 'Card declined'],
    ['shape 3', { success: false, message: 'Already refunded' }, 'Already refunded'],
    ['shape 3 with an error', { success: false, message: 'm', error: 'e' }, 'e'],
    ['shape 4', { message: 'Invalid', data: { amount: ['Amount is required'] } }, 'Invalid'],
    ['shape 4 without a message', { data: { amount: ['Amount is required'] } }, 'Amount is required'],
    ['shape 5', { url: 'https://shop.example/r?status=declined&note=Card%2Bdeclined' }, 'Card declined'],
    ['an error that is an object', { error: { code: 7 }, message: 'Try later' }, 'Try later'],
    ['an error that is a list', { error: ['a'] }, ''],
    ['no object', 'Failed', ''],
    ['nothing', undefined, ''],
  ])('gives its reason: %s', (_, body, reason) => {
    expect(refusalFrom(body).reason).toBe(reason);
  });

  it.each([
    [{ error: { a: 1 } }],
    [{ error: [0] }],
    [{ error: true }],
    [{ error: 1 }],
    [{ error_response: 'x' }],
  ])('sees that %j speaks of an error', (body) => expect(refusalFrom(body).saysError).toBe(true));

  it.each([
    [{ error: '' }],
    [{ error: null }],
    [{ error: [] }],
    [{ error: {} }],
    [{ error: false }],
    [{ message: 'Success' }],
  ])('sees none in %j', (body) => expect(refusalFrom(body).saysError).toBe(false));

  it('is never thrown at', () => {
    const key = fc.constantFrom('error', 'error_response', 'message', 'data', 'errors', 'url');
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(key, fc.anything())),
        (body) => void refusalFrom(body),
      ),
      {
        numRuns: 5_000,
      },
    );
  });
});

describe('plain text', () => {
  it.each([
    ['a\r\nb\u0000c\u2028d', 'a b c d'],
    ['\u202eevil\u202c', 'evil'],
    ["O'Neill & <b>Sons</b>", 'O’Neill bSons/b'],
    [`key ${'a1'.repeat(32)} end`, 'key … end'],
    ['eyJhbGciOi.eyJzZWNyZXRfa2V5Ijoi.c2lnbmF0dXJl', '…'],
    ['card 4929 4212 3460 0821', 'card …'],
    ['card 4929-4212-3460-0821!', 'card …!'],
    ['no account 55779911 at 20-00-00', 'no account … at …'],
    ['account: 5577 9911.', 'account: ….'],
    [
      'it takes the test account 20-00-00, 55779911 only',
      'it takes the test account 20-00-00, 55779911 only',
    ],
    ['test account 20-00-00, 557799112', 'test account …, …'],
    ['test account 20-00-00, 15764273', 'test account …, …'],
    ['test account 20-00-00, 55779911, and 15764273', 'test account 20-00-00, 55779911, and …'],
    ['account 20-00-00, 55779911', 'account …, …'],
    ['BL-G6U97Z74D3-075959 was 65802 of 100.00', 'BL-G6U97Z74D3-075959 was 65802 of 100.00'],
    ['asked for ann@example.com', 'asked for …'],
    ['order 12345678901', 'order 12345678901'],
    ['3DS authentication required', '3DS authentication required'],
    [12, '12'],
    [null, ''],
    [['a'], ''],
    [{ toString: () => 'a' }, ''],
  ])('makes of %j %j', (value, expected) => {
    expect(plainText(value)).toBe(expected);
  });

  it('is one bounded line without markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (value) => {
        const text = plainText(value, 50);
        expect(Array.from(text).length).toBeLessThanOrEqual(50);
        expect(text).not.toMatch(/[<>&"'`\p{Cc}]/u);
      }),
      { numRuns: 3_000 },
    );
  });
});
