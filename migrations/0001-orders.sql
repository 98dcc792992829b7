-- Orders and the books behind them. Every rule that must hold whatever the application does is a constraint or a trigger here.
-- What an order, an attempt or a refund says stands once, in its `body`, in the application's own words; the columns that rules and
-- searches need are generated from it, so that they cannot say anything else.
-- Amounts count minor units (pence, cents, yen) and fit exactly into a JavaScript number.

CREATE DOMAIN minor_units AS bigint CHECK (VALUE BETWEEN 0 AND 9007199254740991);
CREATE DOMAIN currency_code AS text CHECK (VALUE ~ '^[A-Z]{3}$');

-- What each order adds up to. Its history is the truth it is made from, and no change of it goes without a line there.
CREATE TABLE orders (
  id text COLLATE "C" PRIMARY KEY, -- byte by byte, as lists are sorted among orders of the same millisecond
  version integer NOT NULL CHECK (version > 0),
  status text NOT NULL, -- derived by the application, kept for lists only
  body jsonb NOT NULL,
  token text NOT NULL CONSTRAINT orders_token_is_unique UNIQUE GENERATED ALWAYS AS (body ->> 'token') STORED,
  reference text NOT NULL GENERATED ALWAYS AS (body ->> 'reference') STORED,
  amount minor_units NOT NULL CHECK (amount > 0) GENERATED ALWAYS AS ((body #>> '{amount,minor}')::bigint) STORED,
  currency currency_code NOT NULL GENERATED ALWAYS AS (body #>> '{amount,currency}') STORED,
  closed_as text CHECK (closed_as IN ('cancelled', 'expired')) GENERATED ALWAYS AS (body #>> '{closed,as}') STORED,
  review_reason text GENERATED ALWAYS AS (body #>> '{review,reason}') STORED,
  created_at timestamptz NOT NULL,
  looked_at timestamptz NOT NULL, -- what was to be looked at up to here was
  due_at timestamptz, -- when to look at it again
  leased_until timestamptz -- somebody looks at it; after this moment that look counts as lost
);

CREATE INDEX orders_newest ON orders (created_at DESC, id DESC);
CREATE INDEX orders_by_status ON orders (status, created_at DESC, id DESC);
CREATE INDEX orders_by_reference ON orders (reference, created_at DESC, id DESC);
CREATE INDEX orders_in_review ON orders (created_at DESC, id DESC) WHERE review_reason IS NOT NULL;
CREATE INDEX orders_due ON orders (due_at) WHERE due_at IS NOT NULL;

-- Which attempt uses a transaction or an intent of Blink's. Kept for ever, also when the order is not, so that none pays twice.
CREATE TABLE transaction_uses (
  transaction_id text PRIMARY KEY,
  order_id text NOT NULL,
  attempt_id text NOT NULL,
  UNIQUE (transaction_id, attempt_id)
);

CREATE TABLE intent_uses (
  intent_id bigint PRIMARY KEY,
  attempt_id text NOT NULL,
  UNIQUE (intent_id, attempt_id)
);

CREATE TABLE attempts (
  id text PRIMARY KEY,
  order_id text NOT NULL REFERENCES orders,
  number integer NOT NULL CHECK (number > 0), -- 1, 2, 3, ... within the order
  body jsonb NOT NULL,
  nonce text NOT NULL CONSTRAINT attempts_nonce_is_unique UNIQUE GENERATED ALWAYS AS (body ->> 'nonce') STORED,
  amount minor_units NOT NULL CHECK (amount > 0) GENERATED ALWAYS AS ((body #>> '{amount,minor}')::bigint) STORED,
  currency currency_code NOT NULL GENERATED ALWAYS AS (body #>> '{amount,currency}') STORED,
  intent_id bigint NOT NULL GENERATED ALWAYS AS ((body #>> '{intent,id}')::bigint) STORED,
  status text NOT NULL GENERATED ALWAYS AS (body ->> 'status') STORED,
  transaction_id text GENERATED ALWAYS AS (body ->> 'transactionId') STORED,
  authorised minor_units NOT NULL GENERATED ALWAYS AS ((body ->> 'authorised')::bigint) STORED,
  captured minor_units NOT NULL GENERATED ALWAYS AS ((body ->> 'captured')::bigint) STORED,
  reversed minor_units NOT NULL GENERATED ALWAYS AS ((body ->> 'reversed')::bigint) STORED,
  UNIQUE (order_id, number),
  CONSTRAINT attempts_own_their_intent FOREIGN KEY (intent_id, id) REFERENCES intent_uses (intent_id, attempt_id),
  CONSTRAINT attempts_own_their_transaction FOREIGN KEY (transaction_id, id)
    REFERENCES transaction_uses (transaction_id, attempt_id),
  CONSTRAINT reserved_money_is_known
    CHECK (status <> 'authorised' OR (authorised > 0 AND transaction_id IS NOT NULL)),
  CONSTRAINT taken_money_is_known
    CHECK (status NOT IN ('captured', 'reversed')
      OR (captured > 0 AND transaction_id IS NOT NULL AND body ->> 'capturedAt' IS NOT NULL)),
  CONSTRAINT reversals_stay_below_captures CHECK (reversed <= captured)
);

-- At most one attempt that a shopper could pay with. `pending` and `unknown` are left out: a bank may tell late that money of an
-- attempt that was over is under way after all, and a fact is never refused. That no attempt starts beside one of those is a trigger's.
CREATE UNIQUE INDEX one_live_attempt ON attempts (order_id) WHERE status IN ('ready', 'charging', 'challenged');

CREATE TABLE refunds (
  id text PRIMARY KEY,
  order_id text NOT NULL REFERENCES orders,
  number integer NOT NULL CHECK (number > 0),
  body jsonb NOT NULL,
  attempt_id text NOT NULL REFERENCES attempts GENERATED ALWAYS AS (body ->> 'attemptId') STORED,
  amount minor_units NOT NULL CHECK (amount > 0) GENERATED ALWAYS AS ((body ->> 'amount')::bigint) STORED,
  status text NOT NULL CHECK (status IN ('claimed', 'succeeded', 'failed', 'unknown'))
    GENERATED ALWAYS AS (body ->> 'status') STORED,
  UNIQUE (order_id, number)
);

CREATE INDEX refunds_by_attempt ON refunds (attempt_id);

CREATE TABLE order_history (
  order_id text NOT NULL REFERENCES orders,
  sequence integer NOT NULL CHECK (sequence > 0), -- 1, 2, 3, ... within the order
  at timestamptz NOT NULL,
  moved_by text NOT NULL,
  evidence text,
  change jsonb NOT NULL,
  attempt_id text, -- which attempt the change moved, and where to
  attempt_status text,
  PRIMARY KEY (order_id, sequence),
  CHECK ((attempt_id IS NULL) = (attempt_status IS NULL))
);

ALTER TABLE orders ADD CONSTRAINT orders_have_their_history
  FOREIGN KEY (id, version) REFERENCES order_history (order_id, sequence);

-- What the shop is told. `position` is where the event stands in the feed of all orders.
CREATE TABLE shop_events (
  position bigint PRIMARY KEY,
  id text NOT NULL UNIQUE,
  order_id text NOT NULL REFERENCES orders,
  sequence integer NOT NULL,
  type text NOT NULL,
  created_at timestamptz NOT NULL,
  data json NOT NULL,
  UNIQUE (order_id, sequence)
);

-- The position given out last. Its one row is locked until the events that took positions are committed: positions become visible in
-- their own order and without gaps, so that whoever reads the feed up to one of them has missed nothing before it.
CREATE TABLE event_feed (
  is_the_only_row boolean PRIMARY KEY DEFAULT true CHECK (is_the_only_row),
  last_position bigint NOT NULL
);
INSERT INTO event_feed (last_position) VALUES (0);
