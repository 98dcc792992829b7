import type { FieldError } from '../../kernel/errors';
import { BlinkError } from '../errors';

/**
 * The documented failures of the card-present API, one class each. The words are ours: Blink's own texts may change,
 * and one of them might repeat what was sent.
 * @see https://api-docs.blinkpayment.co.uk/docs/devicesdevice_id
 */

/** 400: we always send the header, so something between us and Blink removed it. */
export class CardPresentAuthorisationMissing extends BlinkError {
  readonly status = 502;
  readonly code = 'card_present_authorisation_missing';

  constructor(attempted: string) {
    super(`${attempted} reached Blink without the Authorization header: is there a proxy that removes it?`);
  }
}

export class CardPresentAuthorisationMalformed extends BlinkError {
  readonly status = 502;
  readonly code = 'card_present_authorisation_malformed';

  constructor(attempted: string) {
    super(`${attempted}: Blink cannot read the Authorization header made from the card-present keys`);
  }
}

export class AcquirerTokenNotFound extends BlinkError {
  readonly status = 502;
  readonly code = 'acquirer_token_not_found';

  constructor(attempted: string) {
    super(`${attempted}: Blink finds no acquirer token for this; its support has to set one up`);
  }
}

export class AcquirerTokenInvalid extends BlinkError {
  readonly status = 502;
  readonly code = 'acquirer_token_invalid';

  constructor(attempted: string) {
    super(`${attempted}: Blink's acquirer token for this is invalid; its support has to renew it`);
  }
}

export class CardPresentKeysRefused extends BlinkError {
  readonly status = 502;
  readonly code = 'card_present_keys_refused';

  constructor(attempted: string) {
    super(`${attempted}: Blink does not take BLINK_POS_API_KEY and BLINK_POS_API_SECRET`);
  }
}

/** 422: Blink is stricter about ids than we are. */
export class DeviceIdRefused extends BlinkError {
  readonly status = 422;
  readonly code = 'device_id_refused';
  override readonly fields: readonly FieldError[] = [
    { field: 'device_id', message: 'is not what Blink takes for the id of a terminal' },
  ];

  constructor(attempted: string) {
    super(`${attempted}: Blink does not take this for the id of a terminal`);
  }
}

/** 500, whose documented body is not even JSON. A later retry may help. */
export class CardPresentFailed extends BlinkError {
  readonly status = 503;
  readonly code = 'card_present_failed';

  constructor(attempted: string) {
    super(`${attempted} failed inside Blink's card-present service: try again later`);
  }
}

export class TerminalNotFound extends BlinkError {
  readonly status = 404;
  readonly code = 'terminal_not_found';

  constructor() {
    super('Blink does not know this terminal');
  }
}
