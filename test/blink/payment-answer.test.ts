import fc from 'fast-check';
import type { PaymentAnswerContext } from '../../src/blink/payments/payment-answer';
import { paymentAnswerFrom } from '../../src/blink/payments/payment-answer';
import { ACSFORM, RETURN_URL, TRANSACTION_ID } from './setting';
import type { PaymentAnswer } from '../../src/blink/payments/payment';

const CARD: PaymentAnswerContext = { method: 'card', returnUrl: RETURN_URL, loopbackBanks: false };
const BANK: PaymentAnswerContext = { ...CARD, method: 'open_banking' };
const DEBIT: PaymentAnswerContext = { ...CARD, method: 'direct_debit' };
const BANK_PAGE = 'https://fidelitygate.devandops.com/tobp-gateway/hppcallredirect/64a1';

const back = (query: string): { url: string } => ({ url: `${RETURN_URL}?${query}` });
const CAPTURED = back(`transaction_id=${TRANSACTION_ID}&status=captured&note=Payment%2BSuccessful`);
const NAMED = {
  kind: 'named',
  transactionId: TRANSACTION_ID,
  status: 'captured',
  note: 'Payment Successful',
} as const;

type Row = readonly [what: string, status: number, body: unknown, expected: PaymentAnswer];
const declined = (reason: string, transactionId: string | null = null): PaymentAnswer => ({
  kind: 'declined',
  reason,
  transactionId,
});
const unknown = (cause: string): PaymentAnswer => ({ kind: 'unknown', cause });
const invalid = (...fields: [field: string, message: string][]): PaymentAnswer => ({
  kind: 'invalid',
  fields: fields.map(([field, message]) => ({ field, message })),
});

const CHALLENGE: PaymentAnswer = {
  kind: 'challenge',
  form: {
    action: 'https://acs.3ds-pit.com/',
    fields: [
      { name: 'creq', value: 'eyJ0aHJlZURTIjoxfQ' },
      { name: 'threeDSPageSessions[0aa1][bfreq]', value: 'x' },
    ],
  },
};

const NEXT_STEPS: readonly Row[] = [
  ['a challenge', 200, { acsform: ACSFORM }, CHALLENGE],
  ['a challenge beside empty keys', 200, { acsform: ACSFORM, url: null, error: '', message: '' }, CHALLENGE],
  ['a challenge on a 201', 201, { acsform: ACSFORM }, CHALLENGE],
  ['a challenge that cannot be read', 200, { acsform: '<form>' }, unknown('unreadable_acsform')],
  ['a challenge that is no text', 200, { acsform: { html: ACSFORM } }, unknown('unreadable_acsform')],
  [
    'a challenge that speaks of an error',
    200,
    { acsform: ACSFORM, error: 'Oops' },
    unknown('challenge_with_error'),
  ],
  ['a named transaction', 200, CAPTURED, NAMED],
  ['a named transaction on a 201', 201, CAPTURED, NAMED],
  ['a named transaction beside an empty challenge', 200, { ...CAPTURED, acsform: '' }, NAMED],
  ['a named transaction under another key', 200, { redirect_url: CAPTURED.url }, NAMED],
  [
    'a named transaction with a status of its own',
    200,
    back('transaction_id=BL-1&status=approved&note=Success'),
    { kind: 'named', transactionId: 'BL-1', status: 'approved', note: 'Success' },
  ],
  [
    'a named transaction that was declined',
    200,
    back('transaction_id=BL-1&status=declined&note=Card+declined'),
    { kind: 'named', transactionId: 'BL-1', status: 'declined', note: 'Card declined' },
  ],
  [
    'a named transaction in the form of 2023',
    200,
    back('res=QkwtMDBGN0Q2MUI1Ng%3D%3D'),
    { kind: 'named', transactionId: 'BL-00F7D61B56', status: '', note: '' },
  ],
  [
    'a named transaction beside an error: it is read, not believed',
    200,
    { ...CAPTURED, error: 'Something' },
    NAMED,
  ],
  [
    'no transaction, but a decline',
    200,
    back('status=declined&note=Card%2Bdeclined'),
    declined('Card declined'),
  ],
  ['no transaction, but a failure', 200, back('status=failed'), declined('')],
  [
    'no transaction, but success',
    200,
    back('status=captured&note=Success'),
    unknown('url_without_transaction'),
  ],
  ['neither transaction nor status', 200, { url: RETURN_URL }, unknown('url_without_transaction')],
  [
    'a transaction named twice',
    200,
    back(`transaction_id=${TRANSACTION_ID}&transaction_id=BL-2&status=captured`),
    unknown('url_without_transaction'),
  ],
  ['another page of ours', 200, { url: CAPTURED.url.replace('att_1', 'att_2') }, unknown('foreign_url')],
  [
    'another host',
    200,
    { url: CAPTURED.url.replace('shop.example', 'evil.example') },
    unknown('foreign_url'),
  ],
  ['our host without https', 200, { url: CAPTURED.url.replace('https', 'http') }, unknown('foreign_url')],
  [
    'our host on another port',
    200,
    { url: CAPTURED.url.replace('.example/', '.example:8443/') },
    unknown('foreign_url'),
  ],
  [
    'our host as a user name',
    200,
    { url: CAPTURED.url.replace('shop.example', 'shop.example@evil.example') },
    unknown('foreign_url'),
  ],
  [
    'a user name before our host',
    200,
    { url: CAPTURED.url.replace('shop.', 'a:b@shop.') },
    unknown('foreign_url'),
  ],
  ['a bank’s page, to a card', 200, { redirect_url: BANK_PAGE }, unknown('foreign_url')],
  ['an address that is none', 200, { url: 'captured' }, unknown('unreadable_url')],
  ['an address in a list', 200, { url: [CAPTURED.url] }, unknown('unreadable_url')],
];

const REFUSALS: readonly Row[] = [
  ['an address on a 400', 400, back('status=declined&note=Card%2Bdeclined'), declined('Card declined')],
  [
    'an address on a 500 with a transaction',
    500,
    back(`transaction_id=${TRANSACTION_ID}&status=failed&note=Error`),
    declined('Error', TRANSACTION_ID),
  ],
  [
    'an address on a 402 with a better text',
    402,
    { ...back('note=Error'), error_response: 'Do not honour' },
    declined('Do not honour'),
  ],
  ['an address that says captured on a 500', 500, CAPTURED, NAMED],
  [
    'an address that says captured, without a transaction, on a 500',
    500,
    back('status=captured'),
    unknown('url_without_transaction'),
  ],
  [
    'an address that says pending on a 500',
    500,
    back('transaction_id=BL-1&status=received'),
    { kind: 'named', transactionId: 'BL-1', status: 'received', note: '' },
  ],
  [
    'an address elsewhere on a 400',
    400,
    { url: 'https://evil.example/?status=declined' },
    unknown('foreign_url'),
  ],
  [
    'an address whose note is a network’s',
    500,
    back('note=Connection+timed+out'),
    unknown('url_without_transaction'),
  ],
  [
    'error_response on a 500',
    500,
    { error: 'x', error_response: 'Card declined by issuer' },
    declined('Card declined by issuer'),
  ],
  [
    'error_response on a 200',
    200,
    { error: 'x', error_response: 'Insufficient funds' },
    declined('Insufficient funds'),
  ],
  ['error_response alone on a 400', 400, { error_response: 'Expired card' }, declined('Expired card')],
  [
    'error_response beside an error that is a list',
    402,
    { error: [1, 2], error_response: 'No' },
    declined('No'),
  ],
  ['error_response that is no text', 500, { error_response: { a: 1 } }, unknown('status_500')],
  ['error_response that is empty', 500, { error_response: ' ' }, unknown('status_500')],
  [
    'error_response that speaks of the wire',
    500,
    { error_response: 'cURL error 28: Operation timed out after 30001 ms' },
    unknown('status_500'),
  ],
  ['error_response that speaks of a server', 502, { error_response: 'Server Error' }, unknown('status_502')],
  ...[
    '3DS authentication required',
    'Missing Cardcvv',
    'Authentication Rejected By Issuer - Cardholder Not Enrolled In Service',
    '3DS declined',
    '3DS DECLINED',
    'Payment rejected',
    'Failed',
    'Finished',
    'Rejected',
  ].flatMap((text): Row[] => [
    [`"${text}" on a 500`, 500, { error: text }, declined(text)],
    [`"${text}" as a message on a 400`, 400, { success: false, message: text }, declined(text)],
    [`"${text}" on a 200`, 200, { error: text }, declined(text)],
  ]),
  ['a text that only begins like one', 500, { error: 'Failed to connect to host' }, unknown('status_500')],
  ['a text that nobody documents', 500, { error: 'Whoops' }, unknown('status_500')],
  ['a documented text that is no text', 500, { error: ['Failed'] }, unknown('status_500')],
];

const INPUTS: readonly Row[] = [
  [
    'fields on a 422',
    422,
    { message: 'The given data was invalid.', data: { paymentToken: ['Payment Token is required'] } },
    invalid(['paymentToken', 'Payment Token is required']),
  ],
  [
    'fields on a 400',
    400,
    { message: 'x', data: { customer_email: ['a', 'b'], device_timezone: 'c' } },
    invalid(['customer_email', 'a'], ['device_timezone', 'c']),
  ],
  [
    'fields under another key',
    422,
    { errors: { customer_name: ['needed'] } },
    invalid(['customer_name', 'needed']),
  ],
  ['fields in the error', 422, { error: { remote_address: ['bad'] } }, invalid(['remote_address', 'bad'])],
  ['fields on a 500', 500, { message: 'x', data: { paymentToken: ['bad'] } }, unknown('status_500')],
  ['fields on a 200', 200, { message: 'x', data: { paymentToken: ['bad'] } }, unknown('unrecognised')],
  [
    'a field with a name no field has',
    422,
    { data: { '<b>': ['bad'], __proto__: ['x'] } },
    unknown('status_422'),
  ],
  ['no fields after all', 422, { message: 'The given data was invalid.', data: [] }, unknown('status_422')],
  [
    '"Payment Intent is required"',
    400,
    { error: 'Payment Intent is required' },
    invalid(['payment_intent', 'Payment Intent is required']),
  ],
  [
    '"Payment Token is required."',
    422,
    { error: 'Payment Token is required.' },
    invalid(['paymentToken', 'Payment Token is required.']),
  ],
  [
    '"Customer email is required"',
    400,
    { error: 'Customer email is required' },
    invalid(['customer_email', 'Customer email is required']),
  ],
  [
    '"Device screen resolution is required"',
    400,
    { error: 'Device screen resolution is required' },
    invalid(['device_screen_resolution', 'Device screen resolution is required']),
  ],
  [
    '"Remote address is required"',
    400,
    { message: 'Remote address is required' },
    invalid(['remote_address', 'Remote address is required']),
  ],
  [
    '"Invalid remoteAddress"',
    400,
    { error: 'Invalid remoteAddress' },
    invalid(['remote_address', 'Invalid remoteAddress']),
  ],
  [
    '"Given name is required if…"',
    400,
    { error: 'Given name is required if company name is not present' },
    invalid(['given_name', 'Given name is required if company name is not present']),
  ],
  ['a validation text on a 500', 500, { error: 'Payment Token is required' }, unknown('status_500')],
  ['a text that nobody documents on a 400', 400, { error: 'Bad luck' }, unknown('status_400')],
  ['an intent that is over', 401, { error: 'Payment Intent has expired' }, { kind: 'intent_over' }],
  [
    'an intent that is over, in another key and case',
    401,
    { message: 'payment intent has EXPIRED.' },
    { kind: 'intent_over' },
  ],
  ['an invalid intent', 401, { error: 'Invalid payment intent' }, { kind: 'intent_over' }],
  ['an invalid intent on a 400', 400, { error: 'Invalid payment intent' }, { kind: 'intent_over' }],
  ['an intent that is over, on a 409', 409, { error: 'Payment Intent has expired' }, unknown('status_409')],
  ['an intent that is over, on a 500', 500, { error: 'Payment Intent has expired' }, unknown('status_500')],
];

const shortlyDeclined = (reason: string): PaymentAnswer => ({
  kind: 'declined',
  reason,
  transactionId: null,
  isShort: true,
});

const turnedAway = (status: number): PaymentAnswer => ({ kind: 'turned_away', cause: `status_${status}` });

const LISTED: readonly Row[] = [
  ['a token that is over', 401, { error: 'Access Token expired' }, turnedAway(401)],
  ['an unauthorised request', 401, { error: 'unauthorised request.' }, turnedAway(401)],
  ['a rate limit', 429, { error: 'Too Many Attempts.' }, turnedAway(429)],
  ['a rate limit in another key', 429, { message: 'Too Many Attempts.' }, turnedAway(429)],
  ['a rate limit without a word', 429, {}, turnedAway(429)],
  ['a decline on a 429', 429, { error: 'x', error_response: 'Card declined' }, declined('Card declined')],
  ...[400, 401, 422].flatMap((status) =>
    ['Missing or invalid data', 'CV2 not matched', 'Do not honour', 'Insufficient funds'].map((text): Row => [
      `"${text}" on a ${status}`,
      status,
      { error: text },
      shortlyDeclined(text),
    ]),
  ),
];

const NO_VERDICTS: readonly Row[] = [
  ['an empty object', 200, {}, unknown('unrecognised')],
  ['nothing we know', 200, { ok: true, status: 'captured' }, unknown('unrecognised')],
  ['success without a next step', 200, { success: true, message: 'Success' }, unknown('unrecognised')],
  ['null', 200, null, unknown('not_json')],
  ['a list', 200, [CAPTURED], unknown('not_json')],
  ['a text', 200, 'captured', unknown('not_json')],
  [
    'an unauthorised request with another text',
    401,
    { error: 'Unauthorised request', message: 'Something of a payment' },
    unknown('status_401'),
  ],
  ['a token that is over, on a 400', 400, { error: 'Access Token expired' }, unknown('status_400')],
  ['a bank’s no on a 409', 409, { error: 'Do not honour' }, unknown('status_409')],
  ['a bank’s no on a 402', 402, { error: 'Insufficient funds' }, unknown('status_402')],
  ['a bank’s no on a 500', 500, { error: 'Insufficient funds' }, unknown('status_500')],
  ['a bank’s no on a 200', 200, { error: 'Insufficient funds' }, unknown('unrecognised')],
  ['a bank’s no with more after it', 400, { error: 'Do not honour yet' }, unknown('status_400')],
  ['a bank’s no that is no text', 400, { error: ['Do not honour'] }, unknown('status_400')],
  [
    'a bank’s no beside a payment',
    422,
    { error: 'Do not honour', transaction_id: 'BL-1' },
    unknown('status_422'),
  ],
  [
    'a rate limit beside a payment',
    429,
    { error: 'Too Many Attempts.', transaction_id: 'BL-1' },
    unknown('status_429'),
  ],
  ['a rate limit that says it worked', 429, { success: true }, unknown('status_429')],
  [
    'a token that is over, with a better text',
    401,
    { error: 'x', error_response: 'Access Token expired' },
    unknown('status_401'),
  ],
  ['a 302 with an address in it', 302, CAPTURED, unknown('status_302')],
  ...[402, 403, 404, 408, 409, 425, 500, 502, 503, 504].map((status): Row => [
    `a ${status} that says little`,
    status,
    { error: 'Something went wrong' },
    unknown(`status_${status}`),
  ]),
];

describe('what a payment answer says', () => {
  it.each([...NEXT_STEPS, ...REFUSALS, ...INPUTS, ...LISTED, ...NO_VERDICTS])(
    '%s (%d)',
    (_, status, body, expected) => {
      expect(paymentAnswerFrom(status, JSON.stringify(body), CARD)).toEqual(expected);
    },
  );

  it.each([200, 201])('is unknown when %d is no JSON', (status) => {
    for (const body of ['', '<html>captured</html>', '{"url":"https', 'undefined', '{"acsform":"<form'])
      expect(paymentAnswerFrom(status, body, CARD)).toEqual(unknown('not_json'));
  });

  it.each(['CV2 not matched', 'Do not honour', 'Insufficient funds'])(
    'is no verdict on a payment without a card: %s',
    (error) => {
      for (const context of [BANK, DEBIT])
        expect(paymentAnswerFrom(400, JSON.stringify({ error }), context)).toEqual(unknown('status_400'));
    },
  );

  it('is unknown when a rate limit is a page of a proxy’s', () => {
    expect(paymentAnswerFrom(429, '<html>Too many requests</html>', CARD)).toEqual(unknown('status_429'));
  });

  it('is a bank’s page only in open banking', () => {
    for (const body of [{ redirect_url: BANK_PAGE }, { url: BANK_PAGE }]) {
      expect(paymentAnswerFrom(200, JSON.stringify(body), BANK)).toEqual({
        kind: 'bank_page',
        url: BANK_PAGE,
      });
      expect(paymentAnswerFrom(200, JSON.stringify(body), DEBIT)).toEqual(unknown('foreign_url'));
    }
  });

  it.each([
    'http://bank.example/',
    'javascript:alert(1)',
    'https://u@bank.example/',
    'https://10.0.0.1/',
    'https://localhost/',
  ])('is no bank’s page at %s', (url) =>
    expect(paymentAnswerFrom(200, JSON.stringify({ url }), BANK).kind).toBe('unknown'),
  );

  it.each([
    [500, { redirect_url: BANK_PAGE }],
    [200, { redirect_url: BANK_PAGE, error: 'x' }],
  ] as const)('is no bank’s page with %d and %j', (status, body) =>
    expect(paymentAnswerFrom(status, JSON.stringify(body), BANK)).toEqual(unknown('foreign_url')),
  );

  it('names the pending submission of a direct debit', () => {
    const body = back(
      'transaction_id=BL-002A0C04CE&status=Pending%2BSubmission&note=Pending%2BSubmission&merchant_data=%257B%257D',
    );
    expect(paymentAnswerFrom(200, JSON.stringify(body), DEBIT)).toEqual({
      kind: 'named',
      transactionId: 'BL-002A0C04CE',
      status: 'Pending Submission',
      note: 'Pending Submission',
    });
  });

  it('does not call a submission declined because of its status code: the words of its own family count', () => {
    const body = back('transaction_id=BL-002A0C04CE&status=Pending%2BSubmission');
    expect(paymentAnswerFrom(500, JSON.stringify(body), DEBIT).kind).toBe('named');
  });

  it('keeps a query that the return address has of its own', () => {
    const returnUrl = `${RETURN_URL}?key=1`;
    const body = { url: `${returnUrl}&transaction_id=BL-1&status=captured` };
    expect(paymentAnswerFrom(200, JSON.stringify(body), { ...CARD, returnUrl }).kind).toBe('named');
  });

  it('shows a reason without markup, secrets or endless text', () => {
    const said = `<img src=x onerror="a()">${'k'.repeat(64)} 4929 4212 3460 0821 ${'word '.repeat(100)}`;
    const answer = paymentAnswerFrom(500, JSON.stringify({ error_response: said }), CARD);
    expect(answer).toMatchObject({
      kind: 'declined',
      reason: expect.stringMatching(/^img src=x onerror=a\(\)… … word .*…$/) as string,
    });
    expect((answer.kind === 'declined' ? answer.reason : '').length).toBeLessThanOrEqual(200);
  });

  it('never says that money moved, never throws, and has a verdict only for what it knows', () => {
    const keys = fc.constantFrom(
      'acsform',
      'url',
      'redirect_url',
      'error',
      'error_response',
      'message',
      'data',
      'status',
      'success',
      '__proto__',
    );
    const values = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(ACSFORM, CAPTURED.url, 'Failed', 'Payment Intent has expired'),
    );
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.dictionary(keys, values).map((body) => JSON.stringify(body)),
    );
    const statuses = fc.integer({ min: 100, max: 599 });
    fc.assert(
      fc.property(statuses, bodies, fc.constantFrom(CARD, BANK, DEBIT), (status, body, context) => {
        const answer = paymentAnswerFrom(status, body, context);
        const kinds = ['challenge', 'named', 'bank_page', 'declined', 'invalid', 'intent_over', 'unknown'];
        expect(kinds).toContain(answer.kind);
        if (status < 200 || (status >= 300 && status < 400)) expect(answer.kind).toBe('unknown');
        if (answer.kind === 'bank_page') expect(context.method).toBe('open_banking');
        if (answer.kind === 'unknown') expect(answer.cause).toMatch(/^[a-z_0-9]{1,40}$/);
      }),
      { numRuns: 5_000 },
    );
  });
});
