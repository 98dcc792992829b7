-- How often each caller has called, for rate-limiter-flexible: the columns are its own. Keys are HMACs, so that no address of a shopper
-- stands here. Unlogged: a count costs no write to the log, and a server that crashed begins to count anew.
CREATE UNLOGGED TABLE rate_limits (
  key varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

-- A line of the history, or an event, without whatever in it can say who a customer is: `src/orders/personal-data.ts` empties just these
-- places, and a test says so.
CREATE FUNCTION books_of(line jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN jsonb_typeof(kept #> '{data,refunds}') = 'array'
    THEN jsonb_set(kept, '{data,refunds}', (
      SELECT coalesce(jsonb_agg(refund - 'reason' ORDER BY number), '[]')
      FROM jsonb_array_elements(kept #> '{data,refunds}') WITH ORDINALITY AS given (refund, number)
    ))
    ELSE kept END
  FROM (SELECT line
    #- '{change,order,customer}' #- '{change,order,description}' #- '{change,order,metadata}'
    #- '{change,order,successUrl}' #- '{change,order,cancelUrl}'
    #- '{change,amendment,customer}' #- '{change,amendment,description}' #- '{change,amendment,metadata}'
    #- '{change,customer}' #- '{change,challenge}' #- '{change,refund,reason}' #- '{change,note}'
    #- '{data,customer}' #- '{data,description}' #- '{data,metadata}' #- '{data,success_url}' #- '{data,cancel_url}'
    AS kept) AS stripped
$$;

-- The books are append-only. The one exception is the erasure of personal data, which says so in its own transaction
-- (SET LOCAL checkout.erasing = 'on'), and may change nothing but the places that can hold any: no amount, no status, no date.
CREATE OR REPLACE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF current_setting('checkout.erasing', true) = 'on' AND books_of(to_jsonb(NEW)) = books_of(to_jsonb(OLD)) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;

-- Erasure has a version and a line of its own, like every change of an order: so nothing of an order changes without one any more.
DROP TRIGGER changes_have_versions ON orders;
CREATE TRIGGER changes_have_versions AFTER UPDATE ON orders
  FOR EACH ROW WHEN (
    NEW.version < OLD.version OR NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at
    OR (NEW.version = OLD.version AND (NEW.status, NEW.body) IS DISTINCT FROM (OLD.status, OLD.body))
  ) EXECUTE FUNCTION refuse_change_without_version();
