-- How repeat payments stand as a whole is asked several times a minute: since when a look was asked for, and which wait for a human.
ALTER TABLE repeat_payments ADD COLUMN asked_at timestamptz; -- when the first look that is still to come was asked for
UPDATE repeat_payments SET asked_at = looked_at WHERE asks > answered;
CREATE INDEX repeat_payments_in_review ON repeat_payments (review_reason) WHERE review_reason IS NOT NULL;
