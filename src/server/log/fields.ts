import { AppError } from '../../kernel/errors';
import { holdsCardNumber, isLikeCardNumber, WITHHELD } from '../../kernel/card-numbers';

export { WITHHELD };

/**
 * The fields that a log line may have. Before a field is added here, think about what its values can contain:
 * never a name, an email or postal address, an IP address, a key, a token, a capability or free text of others.
 */
const SAFE_FIELDS = new Set([
  // ids
  ...['orderId', 'attemptId', 'transactionId', 'intentId', 'refundId', 'eventId', 'deliveryId', 'paymentId'],
  ...['repeatPaymentId', 'setupId', 'scheduleId', 'deviceId', 'caller'],
  // a request to us, or a call by us
  ...[
    'method',
    'route',
    'status',
    'ms',
    'resource',
    'element',
    'code',
    'cause',
    'field',
    'waitMs',
    'delayMs',
    'retryAfterMs',
  ],
  // what happened to money
  ...[
    'from',
    'to',
    'state',
    'outcome',
    'failure',
    'reason',
    'evidence',
    'word',
    'family',
    'kind',
    'eventType',
    'sequence',
  ],
  ...['amount', 'minor', 'currency', 'expected', 'found', 'dueAt', 'expiresAt', 'createdAt', 'ageMs'],
  // counts
  ...['count', 'attempts', 'tries', 'failures', 'limit', 'remaining', 'pending', 'urgency'],
  // the process itself
  ...['host', 'port', 'publicUrl', 'store', 'ready', 'version', 'node', 'signal', 'instance'],
  ...['variables', 'endedOn', 'currencies', 'paymentTypes'],
]);

/** Our own ids, in their own shape: drawn at random by us, they are never withheld, whatever digits they happen to contain. */
const OUR_IDS: ReadonlySet<string> = new Set([
  ...['orderId', 'attemptId', 'refundId', 'eventId', 'repeatPaymentId', 'setupId'],
]);
const OUR_ID = /^(?:ord|att|ref|evt|rp|set)_[\w-]{16,22}$/;

/** Ids of others: these are numbers by nature, so only one that is exactly a card number is withheld. */
const IDS_OF_OTHERS: ReadonlySet<string> = new Set([
  ...['transactionId', 'intentId', 'paymentId', 'scheduleId', 'deviceId'],
]);

/** The id that we make for each request, from nothing that was sent: checking it would be most of the cost of a log line. */
const MADE_BY_US = 'requestId';

const LONGEST_TEXT = 120;
const MOST_ENTRIES = 20;
const DEEPEST = 2;

/** The part of `data` that may be written: other fields stay visible by name only. */
export function safeFields(data: object, depth = 0): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(data)) {
    if (name === 'err') safe[name] = describedError(value);
    else if (name === MADE_BY_US) safe[name] = value;
    else if (isOurId(name, value)) safe[name] = value;
    else if (SAFE_FIELDS.has(name)) safe[name] = safeValue(value, depth, IDS_OF_OTHERS.has(name));
    else if (/^\w{1,40}$/.test(name)) safe[name] = WITHHELD;
  }
  return safe;
}

function isOurId(name: string, value: unknown): boolean {
  return OUR_IDS.has(name) && typeof value === 'string' && OUR_ID.test(value);
}

function safeValue(value: unknown, depth: number, isId: boolean): unknown {
  if (typeof value === 'string') return safeText(value, isId);
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  if (value instanceof Error) return describedError(value);
  if (depth >= DEEPEST || typeof value !== 'object') return WITHHELD;
  if (Array.isArray(value))
    return value.slice(0, MOST_ENTRIES).map((entry: unknown) => safeValue(entry, depth + 1, isId));
  return safeFields(value, depth + 1);
}

/** Ids, words and routes pass. A value that looks like an email address, a token or markup is withheld, whatever its field. */
function safeText(value: string, isId: boolean): string {
  const isPlain = value.length <= LONGEST_TEXT && /^[\w .,:/()[\]{}+*-]*$/.test(value);
  return isPlain && !holdsToken(value) && !mayBeCardNumber(value, isId) ? value : WITHHELD;
}

/** Ids are checked, too: a transaction's id may be anything that somebody wrote into an address, such as a card number. */
function mayBeCardNumber(value: string, isId: boolean): boolean {
  if (!SHORTEST_CARD_NUMBER.test(value)) return false;
  return isId ? isLikeCardNumber(value) : holdsCardNumber(value);
}

/** JWTs, webhook secrets, intents, and anything as long as 256 bits in base64: capabilities and keys. */
function holdsToken(text: string): boolean {
  return TOKENS.test(text) || (text.match(RUNS) ?? []).some((run) => run.length >= SHORTEST_KEY);
}

const TOKENS = /eyJ[\w-]{8}|whsec_|\bpi_/;
const RUNS = /[\w-]+/g;
const SHORTEST_KEY = 43;
const SHORTEST_CARD_NUMBER = /(?:\d\D*){12}/;
const WORDS = /[^\s<>"]+/g;

/**
 * Our own errors with their message; of all others only the class and the code: their messages and properties
 * contain data (an HTTP library's error has the whole request).
 */
export function describedError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { class: `not an error: ${typeof error}` };
  return {
    class: error.constructor.name,
    ...(error instanceof AppError ? { code: error.code, message: ourMessage(error) } : foreignCode(error)),
    stack: framesOf(error),
    ...(error.cause !== undefined && depth < DEEPEST
      ? { cause: describedError(error.cause, depth + 1) }
      : {}),
  };
}

/** Our messages name values: each is checked again, in case one was a token or an address. */
function ourMessage({ message }: AppError): string {
  return plainText(message).replace(WORDS, (word) =>
    word.includes('@') || holdsToken(word) ? WITHHELD : word,
  );
}

/** The code of an error of others, when it is a program's constant: `ECONNREFUSED`, `ERR_…`, PostgreSQL's `23505`. */
function foreignCode(error: Error): { code?: string } {
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? { code } : {};
}

/** The stack: file, line and function, without the message that V8 puts in front. */
function framesOf(error: Error): string[] {
  const stack = (error.stack ?? '').replace(error.message, '');
  const frames = stack
    .split('\n')
    .filter((line) =>
      /^ {4}at (?:[\w$.<>[\] ]{1,120} \()?(?:node:|file:|\/)[^\s()?]{1,300}:\d{1,9}:\d{1,9}\)?$/.test(line),
    );
  return frames.slice(0, 12).map((frame) => frame.trim());
}

/** Makes a text one line for every reader: control characters, those of terminals and Unicode's line ends too, become a space. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 1_000);
}
