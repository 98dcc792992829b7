import { z } from 'zod';
import { enrolmentSchema, repeatPaymentBodySchema, type RepeatPayment } from '../domain/repeat-payment';
import { settledReviewText } from '../domain/settled-review';
import { moment, wholeNumber } from '../../postgres/values';

/** What is selected from `repeat_payments` for a whole one. */
export const COLUMNS = `
  repeat_payments.version, repeat_payments.looked_at, repeat_payments.body,
  (SELECT json_agg(setups.body ORDER BY number) FROM repeat_payment_setups AS setups
    WHERE repeat_payment_id = repeat_payments.id) AS setups`;

export const repeatPaymentRow = z
  .object({
    version: wholeNumber,
    looked_at: moment,
    body: repeatPaymentBodySchema,
    setups: z.array(enrolmentSchema).nullable(),
  })
  .transform(({ version, looked_at, body, setups }) => ({
    state: { ...body, version, setups: setups ?? [] } satisfies RepeatPayment,
    lookedAt: looked_at,
  }));

/** What is kept of it as its body. */
export function bodyOf({ version: _version, setups: _setups, settledReviews, ...body }: RepeatPayment) {
  return { ...body, settledReviews: settledReviews.map(settledReviewText) };
}
