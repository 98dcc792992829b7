-- A line of a repeat payment's history without whatever in it can say who a customer is. What an event of one can say is known to
-- `books_of` already. `src/repeat-payments/schedule/personal-data.ts` empties just these places, and a test says so.
CREATE FUNCTION books_of_repeat_payment(line jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE line #>> '{change,type}'
    WHEN 'repeat_payment_created' THEN line #- '{change,repeatPayment,customer}' #- '{change,repeatPayment,successUrl}'
    WHEN 'setup_claimed' THEN line #- '{change,customer}'
    WHEN 'setup_challenged' THEN line #- '{change,challenge}'
    WHEN 'move_refused' THEN line #- '{change,reason}' -- a human's words, where a human found out that nothing had happened
    WHEN 'review_closed' THEN line #- '{change,note}'
    ELSE line END
$$;

-- The same exception that the history of orders has, for these places alone.
CREATE FUNCTION refuse_to_rewrite_repeat_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF current_setting('checkout.erasing', true) = 'on'
      AND books_of_repeat_payment(to_jsonb(NEW)) = books_of_repeat_payment(to_jsonb(OLD)) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;

DROP TRIGGER append_only ON repeat_payment_history;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON repeat_payment_history
  FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_repeat_payment();

-- Erasure has a version and a line of its own: so nothing of a repeat payment changes without one any more.
DROP TRIGGER repeat_payments_have_versions ON repeat_payments;
CREATE TRIGGER repeat_payments_have_versions AFTER UPDATE ON repeat_payments
  FOR EACH ROW WHEN (
    NEW.version < OLD.version OR NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at
    OR (NEW.version = OLD.version AND (NEW.status, NEW.body) IS DISTINCT FROM (OLD.status, OLD.body))
  ) EXECUTE FUNCTION refuse_repeat_payment_without_version();
