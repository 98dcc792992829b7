import type { Timeouts } from './timeouts';
import type { HeldBack, RateLimitedTransport } from './rate-limited-transport';
import { TimeBudget, type Sleep } from './time-budget';
import { mayReadAgain, sendWithRetries } from './retry';
import type { Outcome } from './exchange';

interface TokenRequestParts {
  readonly apiKey: string;
  readonly secretKey: string;
  readonly line: RateLimitedTransport;
  readonly deadlines: Timeouts;
  readonly random: () => number;
  readonly sleep: Sleep;
  /** Intents made with such a token have an element for cards that are read out by telephone, where the account may do that. */
  readonly forPhone?: boolean;
  /** The elements of intents made with such a token ask for address and postcode. */
  readonly addressRequired?: boolean | undefined;
}

/** @see https://api-docs.blinkpayment.co.uk/apidocs/authentication-tokens */
export function createTokenRequest(parts: TokenRequestParts): () => Promise<Outcome | HeldBack> {
  const { line, deadlines, random, sleep } = parts;
  const body = {
    api_key: parts.apiKey,
    secret_key: parts.secretKey,
    ...(parts.forPhone ? { enable_moto_payments: true } : {}),
    ...(parts.addressRequired ? { address_postcode_required: true } : {}),
  };
  return () => {
    const patience = new TimeBudget(deadlines.tokenMs, sleep);
    const send = (): Promise<Outcome | HeldBack> =>
      line.send(
        {
          what: 'POST tokens',
          method: 'POST',
          path: 'tokens',
          headers: {},
          body,
          deadlineMs: patience.leftMs(),
        },
        'verify', // a token is for whoever waits, and somebody who pays may be among them
        patience,
      );
    return sendWithRetries(send, mayReadAgain, patience, random);
  };
}
