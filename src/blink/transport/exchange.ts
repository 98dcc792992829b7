export interface Request {
  /** Names the call for people and logs, without ids: `GET transactions/{id}`. */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object | null;
  readonly deadlineMs: number;
  /** Set for calls that are never retried: Blink may close a connection that was kept alive just as we write to it. */
  readonly ownConnection?: boolean;
  /** In bytes; set where an answer may be longer than others. */
  readonly largestAnswer?: number;
}

export interface Reply {
  readonly kind: 'reply';
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
  readonly rateLimit: string | null;
  readonly rateLeft: string | null;
  /** The answer's own Date header. */
  readonly date: Date | null;
}

/** `not_connected` means for certain that not a byte was sent. After any of the others Blink may have acted. */
export type FailureKind = 'not_connected' | 'timeout' | 'connection_lost' | 'too_large';

export interface Failure {
  readonly kind: FailureKind;
}

export type Outcome = Reply | Failure;

export interface Transport {
  /** Sends once. Never rejects: an error of the HTTP library would carry keys and card tokens with it. */
  send(request: Request): Promise<Outcome>;
}
