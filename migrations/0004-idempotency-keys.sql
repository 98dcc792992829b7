-- What was answered under a shop's Idempotency-Key. An answer holds what the shop sent, a shopper's data too, so it goes after a day.
CREATE TABLE idempotency_keys (
  holder text NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  ticket text NOT NULL,
  created_at timestamptz NOT NULL,
  running_until timestamptz, -- until when somebody is taken to be carrying the request out
  status integer,
  content_type text,
  location text,
  body text,
  PRIMARY KEY (holder, key),
  CHECK ((status IS NULL) = (body IS NULL) AND (status IS NULL) = (content_type IS NULL))
);

CREATE INDEX idempotency_keys_oldest ON idempotency_keys (created_at);
