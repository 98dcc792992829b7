export interface FieldError {
  /** Where in the input, in the caller's own words: `customer.email`. */
  readonly field: string;
  readonly message: string;
}

/** A failure that somebody can do something about. `status` and `code` are what the edge answers. */
export abstract class AppError extends Error {
  abstract readonly status: number;
  /** Read by the shop's programs: part of the API's contract, so it never changes. */
  abstract readonly code: string;
  readonly fields: readonly FieldError[] = [];

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Another change came first and nothing was done: the same request a moment later may well succeed. */
export abstract class ChangedMeanwhile extends AppError {
  readonly status = 409;
}

export class InvalidInput extends AppError {
  readonly status = 422;
  readonly code = 'invalid_input';
  override readonly fields: readonly FieldError[];

  constructor(fields: readonly FieldError[]) {
    super(`The input cannot be used: ${fields.map((each) => `${each.field}: ${each.message}`).join('; ')}`);
    this.fields = fields;
  }
}

export class NotFound extends AppError {
  readonly status = 404;
  readonly code = 'not_found';

  constructor(what = 'There is nothing at this address') {
    super(what);
  }
}
