import {
  AcquirerTokenInvalid,
  AcquirerTokenNotFound,
  CardPresentAuthorisationMalformed,
  CardPresentAuthorisationMissing,
  CardPresentFailed,
  CardPresentKeysRefused,
  DeviceIdRefused,
  TerminalNotFound,
} from '../blink/card-present/errors';
import { BlinkRefused, BlinkUnavailable, BlinkUnreadable } from '../blink/errors';
import { AppError } from '../kernel/errors';
import type { Refusal } from '../api/route';

/** A 404 and not a 501: nothing is broken. Whoever runs this checkout did not switch terminals on. */
export class TerminalsOff extends AppError {
  readonly status = 404;
  readonly code = 'terminals_off';

  constructor() {
    super('Terminals are off: BLINK_POS_API_KEY and BLINK_POS_API_SECRET are not set');
  }
}

/** @param attempted the call to Blink, as its errors name it */
export function refusalsOfReading(attempted: string): readonly Refusal[] {
  return [
    { error: new TerminalsOff(), when: 'This checkout has no keys of the card-present API.' },
    {
      error: new BlinkUnavailable(attempted, 'its rate limit is used up'),
      when: 'Blink could not be reached, or has too much to do: try again, after `Retry-After` where it is given.',
    },
    {
      error: new CardPresentFailed(attempted),
      when: 'Blink answered 500, several times: try again later.',
    },
    ...MATTERS_OF_THE_ACCOUNT.map(({ Failure, when }) => ({ error: new Failure(attempted), when })),
    {
      error: new BlinkRefused(attempted, 403, { reason: 'Forbidden' }),
      when: 'Blink refused in a way that its documents do not describe: a matter for whoever runs this checkout.',
    },
    {
      error: new BlinkUnreadable(attempted, 'not a JSON object'),
      when: 'Blink answered with something its documents do not describe.',
    },
  ];
}

/** Refusals for whoever runs this checkout: the shop cannot mend them. */
const MATTERS_OF_THE_ACCOUNT = [
  {
    Failure: CardPresentKeysRefused,
    when: 'Blink does not take the card-present keys (its 403): a matter for whoever runs this checkout.',
  },
  {
    Failure: CardPresentAuthorisationMissing,
    when: 'The keys did not reach Blink (its 400): something on the way removes them.',
  },
  {
    Failure: CardPresentAuthorisationMalformed,
    when: 'Blink cannot read the keys as they are sent (its 401).',
  },
  {
    Failure: AcquirerTokenNotFound,
    when: "Blink finds no acquirer token (its 401): a matter for Blink's support.",
  },
  {
    Failure: AcquirerTokenInvalid,
    when: "Blink's acquirer token is invalid (its 401): a matter for Blink's support.",
  },
];

export function refusalsOfOne(attempted: string): readonly Refusal[] {
  return [
    { error: new TerminalNotFound(), when: 'Blink has no terminal with this id.' },
    {
      error: new DeviceIdRefused(attempted),
      when: 'Blink does not take this for an id (its 422), though we did.',
    },
  ];
}
