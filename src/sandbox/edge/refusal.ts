/** An answer that is not a success, with the body Blink would send. Thrown anywhere, sent at the edge. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: object;

  constructor(status: number, body: object) {
    super(`Refused with ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** Shape 1: tokens, intents, reads and most of the 4xx. */
export function refused(status: number, error: string): Refusal {
  return new Refusal(status, { error });
}

/** Shape 2: payment calls. */
export function paymentRefused(status: number, error: string, response = error): Refusal {
  return new Refusal(status, { error, error_response: response });
}

/** Shape 3: refunds, cancels, captures, reruns and Apple Pay domains. */
export function actionRefused(status: number, message: string): Refusal {
  return new Refusal(status, { success: false, message });
}
