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
 * Blink's card-present API, as far as it is documented: reading the terminals. It is a different product from the online API, with an
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

interface Address {
  readonly method: 'GET' | 'POST';
  readonly folder: 'terminals' | 'devices';
}

/** The address of Blink's newest page comes first; its oldest sample posts `{}`. Which of them answers is known only by asking. */
const ADDRESSES: readonly Address[] = [
  { method: 'GET', folder: 'terminals' },
  { method: 'GET', folder: 'devices' },
  { method: 'POST', folder: 'devices' },
];

type Reader = ReturnType<typeof cardPresentReader>;

/** Asks for one terminal at each address until one answers, and from then on at that address. */
function oneTerminalReader(read: Reader): (id: string, body: object | null) => Promise<Read> {
  let known: Address | null = null;
  const ask = ({ method, folder }: Address, id: string, body: object | null): Promise<Read> =>
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
    const [first, ...others] = ADDRESSES;
    if (!first) throw new RangeError('There is no way to ask for a terminal');
    let address = first;
    let answer = await ask(address, id, body);
    for (const next of others) {
      if (!isAnsweredElsewhere(answer, next)) break;
      address = next;
      answer = await ask(address, id, body);
    }
    if (statusOf(answer) === 200) known = address;
    return answer;
  };
}

/** A 404 may mean the address or the terminal; only a 405 says that the address wants another method. */
function isAnsweredElsewhere(answer: Read, next: Address): boolean {
  const status = statusOf(answer);
  return status === 405 || (status === 404 && next.method === 'GET');
}

function statusOf({ outcome }: Read): number | null {
  return outcome.kind === 'reply' ? outcome.status : null;
}

/** Whether the answer is Blink's own 404, in JSON; a proxy's 404 says nothing about the terminal. */
function saysNotFound(outcome: Outcome | HeldBack): boolean {
  return outcome.kind === 'reply' && outcome.status === 404 && isJsonObject(parsedJson(outcome.text));
}

/** @throws BlinkError when the answer is no success */
function jsonOf({ what, outcome }: Read): unknown {
  const refusal = outcome.kind === 'reply' ? cardPresentRefusal(what, outcome) : null;
  if (refusal) throw refusal;
  if (outcome.kind === 'reply' && outcome.status === 200) {
    const json = parsedJson(outcome.text);
    if (Array.isArray(json)) return json; // an empty list comes as a bare array
  }
  return answerFrom(what, outcome).json;
}
