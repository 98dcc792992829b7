-- What is to be delivered of an event is written by the statement that writes the event. Release 0.3.0 leaves that to this function, and
-- may still be running: it goes, with its trigger and `letter_types`, once no process of that release does. Until then it writes no
-- delivery twice, on whatever connection the setting stands.
CREATE OR REPLACE FUNCTION fill_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox (queue, event_id, since, due_at)
  SELECT wanted.queue, told.id, told.created_at, told.created_at
  FROM told, unnest(string_to_array(current_setting('checkout.outbox', true), ',')) AS wanted (queue)
  WHERE wanted.queue = 'shop' OR told.type IN (SELECT letter_types.type FROM letter_types)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
