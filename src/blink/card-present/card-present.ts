import { answerFrom } from '../transport/answer';
import { TerminalNotFound } from './errors';
import { deviceIdFrom, metadataBody, type Metadata } from './input';
import { cardPresentReader, type CardPresentOptions, type Read } from './reader';
import { cardPresentRefusal } from './refusal';
import { isJsonObject, parsedJson } from '../wire/json';
import type { HeldBack } from '../transport/rate-limited-transport';
import { terminalFrom, terminalsFrom, type Terminal } from './terminal';
import type { Outcome } from '../transport/exchange';

/**
 * Blink's card-present API, as far as it is documented: reading the terminals. Another product than the online API, with an
 * origin, keys and failures of its own. Every method rejects with a `BlinkError`.
 * @see https://api-docs.blinkpayment.co.uk/docs/card-present-api
 */
export interface CardPresent {
  list(metadata?: Metadata): Promise<readonly Terminal[]>;
  /**
   * @param deviceId a terminal's id or its serial number
   * @throws InvalidInput before Blink is asked; TerminalNotFound
   */
  get(deviceId: string, metadata?: Metadata): Promise<Terminal>;
}

/** @throws RangeError when `apiUrl` is neither https nor on loopback */
export function createCardPresent(options: CardPresentOptions): CardPresent {
  const read = cardPresentReader(options);
  const readOne = oneTerminalReader(read);
  return {
    async list(metadata) {
      const body = metadataBody(metadata);
      const answer = await read({ what: 'GET terminals', path: 'terminals', body });
      if (answer.outcome.kind !== 'reply' || answer.outcome.status !== 404)
        return terminalsFrom(answer.what, jsonOf(answer));
      const older = await read({ what: 'GET devices', path: 'devices', body });
      return terminalsFrom(older.what, jsonOf(older));
    },
    async get(deviceId, metadata) {
      const answer = await readOne(deviceIdFrom(deviceId), metadataBody(metadata));
      if (saysNotFound(answer.outcome)) throw new TerminalNotFound();
      return terminalFrom(answer.what, jsonOf(answer));
    },
  };
}

interface Way {
  readonly method: 'GET' | 'POST';
  readonly folder: 'terminals' | 'devices';
}

/** The newest of Blink's pages first; its oldest sample posts `{}`. Which of them answers is known only by asking. */
const WAYS: readonly Way[] = [
  { method: 'GET', folder: 'terminals' },
  { method: 'GET', folder: 'devices' },
  { method: 'POST', folder: 'devices' },
];

type Reader = ReturnType<typeof cardPresentReader>;

/** Asks for one terminal in each way until one answers, and from then on in that way. */
function oneTerminalReader(read: Reader): (id: string, body: object | null) => Promise<Read> {
  let known: Way | null = null;
  const ask = ({ method, folder }: Way, id: string, body: object | null): Promise<Read> =>
    read({
      what: `${method} ${folder}/{id}`,
      method,
      path: `${folder}/${encodeURIComponent(id)}`,
      body: method === 'POST' ? (body ?? {}) : body,
    });
  return async (id, body) => {
    if (known) {
      const answer = await ask(known, id, body);
      if (statusOf(answer) !== 405) return answer;
      known = null;
    }
    const [first, ...others] = WAYS;
    if (!first) throw new RangeError('There is no way to ask for a terminal');
    let way = first;
    let answer = await ask(way, id, body);
    for (const next of others) {
      if (!isAnsweredElsewhere(answer, next)) break;
      way = next;
      answer = await ask(way, id, body);
    }
    if (statusOf(answer) === 200) known = way;
    return answer;
  };
}

/** A 404 may be of the address or of the terminal; only a 405 says that the address wants another method. */
function isAnsweredElsewhere(answer: Read, next: Way): boolean {
  const status = statusOf(answer);
  return status === 405 || (status === 404 && next.method === 'GET');
}

function statusOf({ outcome }: Read): number | null {
  return outcome.kind === 'reply' ? outcome.status : null;
}

/** A 404 of Blink's own, in JSON; that of a proxy says nothing of the terminal. */
function saysNotFound(outcome: Outcome | HeldBack): boolean {
  return outcome.kind === 'reply' && outcome.status === 404 && isJsonObject(parsedJson(outcome.text));
}

/** @throws BlinkError when it is no success */
function jsonOf({ what, outcome }: Read): unknown {
  const refusal = outcome.kind === 'reply' ? cardPresentRefusal(what, outcome) : null;
  if (refusal) throw refusal;
  if (outcome.kind === 'reply' && outcome.status === 200) {
    const json = parsedJson(outcome.text);
    if (Array.isArray(json)) return json; // the list, when it is empty
  }
  return answerFrom(what, outcome).json;
}
