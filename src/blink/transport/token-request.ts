import type { Timeouts } from './timeouts';
import type { HeldBack, RateLimitedTransport } from './rate-limited-transport';
import { TimeBudget, type Sleep } from './time-budget';
import { mayReadAgain, sendWithRetries } from './retry';
import type { Outcome } from './exchange';

interface TokenRequestParts {
  readonly apiKey: string;
  readonly secretKey: string;
  readonly limited: RateLimitedTransport;
  readonly deadlines: Timeouts;
  readonly random: () => number;
  readonly sleep: Sleep;
  /** Intents made with such a token have an element for cards read out by telephone, where the account may do that. */
  readonly forPhone?: boolean;
  /** The elements of intents made with such a token ask for address and postcode. */
  readonly addressRequired?: boolean | undefined;
}

/** @see https://api-docs.blinkpayment.co.uk/apidocs/authentication-tokens */
export function createTokenRequest(parts: TokenRequestParts): () => Promise<Outcome | HeldBack> {
  const { limited, deadlines, random, sleep } = parts;
  const body = {
    api_key: parts.apiKey,
    secret_key: parts.secretKey,
    ...(parts.forPhone ? { enable_moto_payments: true } : {}),
    ...(parts.addressRequired ? { address_postcode_required: true } : {}),
  };
  return () => {
    const timeBudget = new TimeBudget(deadlines.tokenMs, sleep);
    const send = (): Promise<Outcome | HeldBack> =>
      limited.send(
        {
          what: 'POST tokens',
          method: 'POST',
          path: 'tokens',
          headers: {},
          body,
          deadlineMs: timeBudget.leftMs(),
        },
        'verify', // callers wait for the token, and somebody who pays may be among them
        timeBudget,
      );
    return sendWithRetries(send, mayReadAgain, timeBudget, random);
  };
}
