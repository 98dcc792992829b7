import { AppError } from '../kernel/errors';

/** The request cannot be understood: its address, its syntax, or a shape that nobody sends by accident. */
export class MalformedRequest extends AppError {
  readonly status = 400;
  readonly code = 'malformed_request';
}

export class BodyTooLarge extends AppError {
  readonly status = 413;
  readonly code = 'body_too_large';

  constructor(message = 'The body is larger than this address takes') {
    super(message);
  }
}

export class TooManyHeaders extends AppError {
  readonly status = 431;
  readonly code = 'too_many_headers';

  constructor(most: number) {
    super(`The request has more than ${most} headers`);
  }
}

export class UnsupportedBody extends AppError {
  readonly status = 415;
  readonly code = 'unsupported_body';
}

/** A POST that did not come from one of our own pages. */
export class CrossSiteRequest extends AppError {
  readonly status = 403;
  readonly code = 'cross_site_request';

  /** @param pageHref where the form can be sent from */
  constructor(readonly pageHref: string | null) {
    super('This can only be sent from our own page');
  }
}

export class NotAuthenticated extends AppError {
  readonly status = 401;
  readonly code = 'not_authenticated';

  /** @param challenge the value of `WWW-Authenticate` */
  constructor(readonly challenge: string) {
    super('A valid API key is needed: Authorization: Bearer <key>');
  }
}

export class TooManyRequests extends AppError {
  readonly status = 429;
  readonly code = 'too_many_requests';

  constructor(readonly retryAfterSeconds: number) {
    super(`Too many requests: try again in ${retryAfterSeconds} seconds`);
  }
}
