-- Rules that look at more than one row.

-- Where an attempt may go from where it is: the same table as TRANSITIONS in src/orders/transitions.ts, and a test says so.
CREATE TABLE attempt_transitions (
  from_status text NOT NULL,
  to_status text NOT NULL,
  PRIMARY KEY (from_status, to_status)
);
INSERT INTO attempt_transitions (from_status, to_status) VALUES
  ('ready', 'charging'), ('ready', 'abandoned'),
  ('charging', 'ready'), ('charging', 'challenged'), ('charging', 'pending'), ('charging', 'unknown'),
  ('charging', 'authorised'), ('charging', 'captured'), ('charging', 'declined'), ('charging', 'abandoned'),
  ('challenged', 'pending'), ('challenged', 'unknown'), ('challenged', 'authorised'), ('challenged', 'captured'),
  ('challenged', 'declined'), ('challenged', 'abandoned'),
  ('pending', 'authorised'), ('pending', 'captured'), ('pending', 'declined'), ('pending', 'abandoned'),
  ('unknown', 'challenged'), ('unknown', 'pending'), ('unknown', 'authorised'), ('unknown', 'captured'),
  ('unknown', 'declined'), ('unknown', 'abandoned'),
  ('authorised', 'captured'), ('authorised', 'declined'), ('authorised', 'abandoned'),
  ('captured', 'reversed'),
  ('declined', 'pending'), ('declined', 'unknown'), ('declined', 'authorised'), ('declined', 'captured'),
  ('abandoned', 'pending'), ('abandoned', 'unknown'), ('abandoned', 'authorised'), ('abandoned', 'captured'),
  ('abandoned', 'declined');

CREATE FUNCTION refuse_illegal_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was text;
BEGIN
  SELECT attempt_status INTO was FROM order_history
    WHERE order_id = NEW.order_id AND attempt_id = NEW.attempt_id AND sequence < NEW.sequence
    ORDER BY sequence DESC LIMIT 1;
  IF was IS NULL AND NEW.attempt_status = 'ready' THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT FROM attempt_transitions WHERE from_status = was AND to_status = NEW.attempt_status) THEN
    RAISE EXCEPTION 'An attempt that is % cannot become %', coalesce(was, 'new'), NEW.attempt_status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'legal_transitions';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER legal_transitions BEFORE INSERT ON order_history
  FOR EACH ROW WHEN (NEW.attempt_status IS NOT NULL) EXECUTE FUNCTION refuse_illegal_move();

-- An attempt is where the last line about it in the history says, so that a status cannot be set behind the history's back.
CREATE FUNCTION refuse_status_without_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told text;
BEGIN
  SELECT attempt_status INTO told FROM order_history
    WHERE order_id = NEW.order_id AND attempt_id = NEW.id
    ORDER BY sequence DESC LIMIT 1;
  IF told IS DISTINCT FROM NEW.status THEN
    RAISE EXCEPTION 'Attempt % cannot be %: its history says %', NEW.id, NEW.status, coalesce(told, 'nothing')
      USING ERRCODE = 'check_violation', CONSTRAINT = 'status_follows_history';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER status_follows_history AFTER INSERT OR UPDATE OF status ON attempts
  FOR EACH ROW EXECUTE FUNCTION refuse_status_without_history();

-- No attempt starts, and none is charged, while another of the same order is live.
CREATE FUNCTION refuse_start_beside_live_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM attempts
    WHERE order_id = NEW.order_id AND id <> NEW.id
      AND status IN ('ready', 'charging', 'challenged', 'pending', 'unknown')
  ) THEN
    RAISE EXCEPTION 'Attempt % cannot start: another one of its order is live', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'one_live_attempt';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER start_alone AFTER INSERT ON attempts
  FOR EACH ROW WHEN (NEW.status IN ('ready', 'charging')) EXECUTE FUNCTION refuse_start_beside_live_attempt();
CREATE TRIGGER charge_alone AFTER UPDATE OF status ON attempts
  FOR EACH ROW WHEN (OLD.status = 'ready' AND NEW.status = 'charging') EXECUTE FUNCTION refuse_start_beside_live_attempt();

-- What was given back or may have been never passes what was taken. The attempt is locked, so that two refunds at once are counted
-- one after the other.
CREATE FUNCTION refuse_refunds_above_capture() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  taken bigint;
  given_back numeric;
BEGIN
  SELECT captured INTO taken FROM attempts WHERE id = NEW.attempt_id AND order_id = NEW.order_id FOR NO KEY UPDATE;
  SELECT coalesce(sum(amount), 0) INTO given_back FROM refunds WHERE attempt_id = NEW.attempt_id AND status <> 'failed';
  IF given_back > coalesce(taken, 0) THEN
    RAISE EXCEPTION 'Refunds of % are above the % captured by attempt %', given_back, coalesce(taken, 0), NEW.attempt_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_stay_below_captures';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER refunds_stay_below_captures AFTER INSERT OR UPDATE ON refunds
  FOR EACH ROW EXECUTE FUNCTION refuse_refunds_above_capture();

CREATE FUNCTION refuse_capture_to_shrink() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Attempt % captured %: that never becomes less', OLD.id, OLD.captured
    USING ERRCODE = 'check_violation', CONSTRAINT = 'captures_never_shrink';
END $$;

CREATE TRIGGER captures_never_shrink AFTER UPDATE OF captured ON attempts
  FOR EACH ROW WHEN (NEW.captured < OLD.captured) EXECUTE FUNCTION refuse_capture_to_shrink();

CREATE FUNCTION refuse_change_of_settled_refund() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Refund % is settled', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_settle_once';
END $$;

CREATE TRIGGER refunds_settle_once AFTER UPDATE ON refunds
  FOR EACH ROW WHEN (
    NEW.amount <> OLD.amount OR NEW.attempt_id <> OLD.attempt_id
    OR (OLD.status IN ('succeeded', 'failed') AND NEW.status <> OLD.status)
  ) EXECUTE FUNCTION refuse_change_of_settled_refund();

-- An order changes only with a new version, and a version exists only with its line in the history. Personal data may be erased.
CREATE FUNCTION refuse_change_without_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Order % changes only together with its history', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'changes_have_versions';
END $$;

CREATE TRIGGER changes_have_versions AFTER UPDATE ON orders
  FOR EACH ROW WHEN (
    NEW.version < OLD.version OR NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at OR (
      NEW.version = OLD.version
      AND (NEW.status, NEW.body - ARRAY['customer', 'description', 'metadata'])
        IS DISTINCT FROM (OLD.status, OLD.body - ARRAY['customer', 'description', 'metadata'])
    )
  ) EXECUTE FUNCTION refuse_change_without_version();

-- The books are append-only. The one exception is the erasure of personal data, which says so in its own transaction
-- (SET LOCAL checkout.erasing = 'on') and may change nothing but the columns that can hold any.
CREATE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF current_setting('checkout.erasing', true) = 'on'
      AND to_jsonb(NEW) - ARRAY['change', 'data'] = to_jsonb(OLD) - ARRAY['change', 'data'] THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON order_history
  FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON order_history
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON shop_events
  FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON shop_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON transaction_uses
  FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON transaction_uses
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON intent_uses
  FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON intent_uses
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
