-- What Blink told us, each a request to look at one payment. A row is waiting (somebody should look), looking (somebody does, until
-- `due_at`), retrying (a look failed), done, or given up. Rows stay as evidence.
CREATE TABLE notices (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id text NOT NULL,
  attempt_id text NOT NULL,
  transaction_id text,
  said jsonb NOT NULL CHECK (octet_length(said::text) <= 4096), -- what the body claimed; nothing reads it but people
  received_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'looking', 'retrying', 'done', 'given_up')),
  due_at timestamptz CHECK ((due_at IS NULL) = (state IN ('done', 'given_up'))),
  tries integer NOT NULL DEFAULT 0,
  settled_at timestamptz,
  failure text -- the kind of the last error
);

-- A repeat is dropped while its twin waits. As soon as somebody looks for the twin it is kept: that look may have begun too early.
CREATE UNIQUE INDEX notices_wait_once ON notices (attempt_id, coalesce(transaction_id, '')) WHERE state = 'waiting';
CREATE INDEX notices_due ON notices (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX notices_unsettled ON notices (attempt_id) WHERE due_at IS NOT NULL;
CREATE INDEX notices_received ON notices (received_at);

-- Before this moment nobody looks at this payment on account of a notice, whatever process they are in.
CREATE TABLE notice_pauses (
  attempt_id text PRIMARY KEY,
  until timestamptz NOT NULL
);
