-- An attempt that was set aside for another way to pay is taken up again when its own is chosen: the same row of TRANSITIONS in
-- src/orders/transitions.ts.
INSERT INTO attempt_transitions (from_status, to_status) VALUES ('abandoned', 'ready');

-- Only one that was set aside, and that never took anything: whatever else was abandoned may still be charged at the bank. The index of
-- live attempts keeps it from standing beside another one that could be charged; this also beside one whose outcome is not known.
CREATE FUNCTION refuse_to_reopen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.body -> 'setAside' IS DISTINCT FROM 'true' OR OLD.body ->> 'chargedAt' IS NOT NULL OR OLD.transaction_id IS NOT NULL THEN
    RAISE EXCEPTION 'Attempt % was not set aside, or was charged: it is not taken up again', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'only_set_aside_comes_back';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER only_set_aside_comes_back AFTER UPDATE OF status ON attempts
  FOR EACH ROW WHEN (OLD.status = 'abandoned' AND NEW.status = 'ready') EXECUTE FUNCTION refuse_to_reopen();
CREATE TRIGGER reopen_alone AFTER UPDATE OF status ON attempts
  FOR EACH ROW WHEN (OLD.status = 'abandoned' AND NEW.status = 'ready') EXECUTE FUNCTION refuse_start_beside_live_attempt();
