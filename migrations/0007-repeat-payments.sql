-- Repeat payments: card schedules that Blink runs. The same shape as orders: the history is the truth, `body` is what it adds up to.

CREATE TABLE repeat_payments (
  id text COLLATE "C" PRIMARY KEY,
  version integer NOT NULL CHECK (version > 0),
  status text NOT NULL CHECK (status IN ('pending', 'active', 'cancelled', 'completed')),
  body jsonb NOT NULL,
  token text NOT NULL CONSTRAINT repeat_payments_token_is_unique UNIQUE GENERATED ALWAYS AS (body ->> 'token') STORED,
  type text NOT NULL CHECK (type IN ('fixed', 'variable')) GENERATED ALWAYS AS (body #>> '{plan,type}') STORED,
  reference text NOT NULL GENERATED ALWAYS AS (body ->> 'reference') STORED,
  customer_email text GENERATED ALWAYS AS (lower(body #>> '{customer,email}')) STORED,
  review_reason text GENERATED ALWAYS AS (body #>> '{review,reason}') STORED,
  created_at timestamptz NOT NULL,
  due_at timestamptz, -- when time alone makes somebody look
  looked_at timestamptz NOT NULL, -- until when everything was looked at
  leased_until timestamptz, -- nobody else looks before then
  asks integer NOT NULL DEFAULT 0, -- how many looks were asked for, and how many of these were answered
  answered integer NOT NULL DEFAULT 0,
  CHECK (answered <= asks),
  CONSTRAINT a_schedule_has_its_setup
    CHECK (body -> 'schedule' = 'null' OR jsonb_path_exists(body, '$.schedule.setupId')),
  CONSTRAINT shown_amounts_are_money
    CHECK (NOT jsonb_path_exists(body, '$.payments[*].amount.minor ? (@ < 0)'))
);

CREATE INDEX repeat_payments_newest ON repeat_payments (created_at DESC, id DESC);
CREATE INDEX repeat_payments_by_customer ON repeat_payments (customer_email) WHERE customer_email IS NOT NULL;
CREATE INDEX repeat_payments_by_reference ON repeat_payments (reference);
CREATE INDEX repeat_payments_due ON repeat_payments (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX repeat_payments_asked ON repeat_payments (id) WHERE asks > answered;

-- Which repeat payment a schedule of Blink's belongs to. Blink counts each type by itself. Kept for ever.
CREATE TABLE schedule_uses (
  type text NOT NULL CHECK (type IN ('fixed', 'variable')),
  schedule_id bigint NOT NULL CHECK (schedule_id > 0),
  repeat_payment_id text NOT NULL,
  PRIMARY KEY (type, schedule_id)
);

CREATE TABLE repeat_payment_setups (
  id text PRIMARY KEY,
  repeat_payment_id text NOT NULL REFERENCES repeat_payments,
  number integer NOT NULL CHECK (number > 0), -- 1, 2, 3, ... within the repeat payment
  body jsonb NOT NULL,
  nonce text NOT NULL CONSTRAINT setups_nonce_is_unique UNIQUE GENERATED ALWAYS AS (body ->> 'nonce') STORED,
  intent_id bigint NOT NULL CONSTRAINT setups_own_their_intent UNIQUE
    GENERATED ALWAYS AS ((body #>> '{intent,id}')::bigint) STORED,
  status text NOT NULL GENERATED ALWAYS AS (body ->> 'status') STORED,
  UNIQUE (repeat_payment_id, number),
  CONSTRAINT sent_setups_say_when CHECK (
    status IN ('ready', 'abandoned') OR body ->> 'chargedAt' IS NOT NULL
  )
);

-- At most one that the customer is in the middle of, or of which nobody knows whether it started: no other begins beside it.
CREATE UNIQUE INDEX one_live_setup ON repeat_payment_setups (repeat_payment_id)
  WHERE status IN ('ready', 'charging', 'challenged', 'unknown');
-- Only one setup ever started the schedule; what another one started is ended.
CREATE UNIQUE INDEX one_started_setup ON repeat_payment_setups (repeat_payment_id) WHERE status = 'started';

CREATE TABLE repeat_payment_history (
  repeat_payment_id text NOT NULL REFERENCES repeat_payments,
  sequence integer NOT NULL CHECK (sequence > 0),
  at timestamptz NOT NULL,
  moved_by text NOT NULL,
  evidence text,
  change jsonb NOT NULL,
  setup_id text, -- which setup the change moved, and where to
  setup_status text,
  PRIMARY KEY (repeat_payment_id, sequence),
  CHECK ((setup_id IS NULL) = (setup_status IS NULL))
);

ALTER TABLE repeat_payments ADD CONSTRAINT repeat_payments_have_their_history
  FOREIGN KEY (id, version) REFERENCES repeat_payment_history (repeat_payment_id, sequence);

-- The same feed tells of orders and of repeat payments.
ALTER TABLE shop_events ALTER COLUMN order_id DROP NOT NULL;
ALTER TABLE shop_events ADD COLUMN repeat_payment_id text REFERENCES repeat_payments;
ALTER TABLE shop_events ADD COLUMN payment_id text;
ALTER TABLE shop_events ADD CONSTRAINT events_tell_of_one_thing
  CHECK ((order_id IS NULL) <> (repeat_payment_id IS NULL));
ALTER TABLE shop_events ADD CONSTRAINT repeat_payment_events_are_told_once UNIQUE (repeat_payment_id, sequence);

-- Where a setup may go from where it is: the same table as TRANSITIONS in src/repeat-payments/schedule/transitions.ts, and a test says so.
CREATE TABLE setup_transitions (
  from_status text NOT NULL,
  to_status text NOT NULL,
  PRIMARY KEY (from_status, to_status)
);
INSERT INTO setup_transitions (from_status, to_status) VALUES
  ('ready', 'charging'), ('ready', 'abandoned'),
  ('charging', 'ready'), ('charging', 'challenged'), ('charging', 'unknown'), ('charging', 'started'),
  ('charging', 'declined'), ('charging', 'abandoned'),
  ('challenged', 'unknown'), ('challenged', 'started'), ('challenged', 'declined'), ('challenged', 'abandoned'),
  ('unknown', 'challenged'), ('unknown', 'started'), ('unknown', 'declined'), ('unknown', 'abandoned'),
  ('declined', 'started'),
  ('abandoned', 'started');

CREATE FUNCTION refuse_illegal_setup() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was text;
BEGIN
  SELECT setup_status INTO was FROM repeat_payment_history
    WHERE repeat_payment_id = NEW.repeat_payment_id AND setup_id = NEW.setup_id AND sequence < NEW.sequence
    ORDER BY sequence DESC LIMIT 1;
  IF was IS NULL AND NEW.setup_status = 'ready' THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT FROM setup_transitions WHERE from_status = was AND to_status = NEW.setup_status) THEN
    RAISE EXCEPTION 'A setup that is % cannot become %', coalesce(was, 'new'), NEW.setup_status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'legal_setups';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER legal_setups BEFORE INSERT ON repeat_payment_history
  FOR EACH ROW WHEN (NEW.setup_status IS NOT NULL) EXECUTE FUNCTION refuse_illegal_setup();

-- A setup is where the last line about it in the history says.
CREATE FUNCTION refuse_setup_without_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told text;
BEGIN
  SELECT setup_status INTO told FROM repeat_payment_history
    WHERE repeat_payment_id = NEW.repeat_payment_id AND setup_id = NEW.id
    ORDER BY sequence DESC LIMIT 1;
  IF told IS DISTINCT FROM NEW.status THEN
    RAISE EXCEPTION 'Setup % cannot be %: its history says %', NEW.id, NEW.status, coalesce(told, 'nothing')
      USING ERRCODE = 'check_violation', CONSTRAINT = 'setup_follows_history';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER setup_follows_history AFTER INSERT OR UPDATE OF status ON repeat_payment_setups
  FOR EACH ROW EXECUTE FUNCTION refuse_setup_without_history();

-- It changes only with a new version, and a version exists only with its line in the history. Personal data may be erased, and what Blink
-- showed once stays shown.
CREATE FUNCTION refuse_repeat_payment_without_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Repeat payment % changes only together with its history', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'repeat_payments_have_versions';
END $$;

CREATE TRIGGER repeat_payments_have_versions AFTER UPDATE ON repeat_payments
  FOR EACH ROW WHEN (
    NEW.version < OLD.version OR NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at OR (
      NEW.version = OLD.version
      AND (NEW.status, NEW.body - ARRAY['customer']) IS DISTINCT FROM (OLD.status, OLD.body - ARRAY['customer'])
    )
  ) EXECUTE FUNCTION refuse_repeat_payment_without_version();

CREATE FUNCTION refuse_to_forget_payments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Repeat payment %: a payment or a schedule that was shown once stays', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'shown_payments_stay';
END $$;

CREATE TRIGGER shown_payments_stay AFTER UPDATE OF body ON repeat_payments
  FOR EACH ROW WHEN (
    NOT (jsonb_path_query_array(NEW.body, '$.payments[*].id') @> jsonb_path_query_array(OLD.body, '$.payments[*].id'))
    OR (OLD.body -> 'schedule' <> 'null' AND NEW.body #> '{schedule,key}' IS DISTINCT FROM OLD.body #> '{schedule,key}')
  ) EXECUTE FUNCTION refuse_to_forget_payments();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON repeat_payment_history
  FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON repeat_payment_history
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON schedule_uses
  FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON schedule_uses
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
