import { answerFrom } from './answer';
import { TerminalNotFound } from './card-present-errors';
import { deviceIdFrom, metadataBody, type Metadata } from './card-present-input';
import { cardPresentReader, type CardPresentOptions, type Read } from './card-present-reader';
import { cardPresentRefusal } from './card-present-refusal';
import { isJsonObject, parsedJson } from './json';
import type { HeldBack } from './line';
import { terminalFrom, terminalsFrom, type Terminal } from './terminal';
import type { Outcome } from './transport';

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
      const path = `devices/${encodeURIComponent(deviceIdFrom(deviceId))}`;
      const answer = await read({ what: 'GET devices/{id}', path, body: metadataBody(metadata) });
      if (saysNotFound(answer.outcome)) throw new TerminalNotFound();
      return terminalFrom(answer.what, jsonOf(answer));
    },
  };
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
