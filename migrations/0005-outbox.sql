-- What is still to be brought to somebody: every event to the shop, and to the customer those that a letter is written about. A row
-- names its event and holds nothing of it, and it goes when the event was delivered or given up.
CREATE TABLE outbox (
  queue text NOT NULL CHECK (queue IN ('shop', 'customer')),
  event_id text NOT NULL REFERENCES shop_events (id),
  ticket bigint NOT NULL GENERATED ALWAYS AS IDENTITY, -- another one when the event is to be delivered again from the beginning
  since timestamptz NOT NULL,
  due_at timestamptz NOT NULL, -- before this moment nobody delivers it: it is too early, or somebody does already
  failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
  PRIMARY KEY (queue, event_id)
);

CREATE INDEX outbox_due ON outbox (queue, due_at);

-- Of which events a customer is told by letter. With what later migrations add, the same as LETTER_TYPES in src/letters/letters.ts, and
-- a test says so.
CREATE TABLE letter_types (
  type text PRIMARY KEY
);
INSERT INTO letter_types (type) VALUES ('order.paid'), ('order.refunded');

-- Whatever writes an event, for an order or for anything else, what is to be delivered of it is written with it or not at all. Into
-- which queues says the connection that writes (`checkout.outbox`): a process that delivers nothing leaves nothing to be delivered.
CREATE FUNCTION fill_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox (queue, event_id, since, due_at)
  SELECT wanted.queue, told.id, told.created_at, told.created_at
  FROM told, unnest(string_to_array(current_setting('checkout.outbox', true), ',')) AS wanted (queue)
  WHERE wanted.queue = 'shop' OR told.type IN (SELECT letter_types.type FROM letter_types);
  RETURN NULL;
END $$;

CREATE TRIGGER fill_outbox AFTER INSERT ON shop_events
  REFERENCING NEW TABLE AS told
  FOR EACH STATEMENT EXECUTE FUNCTION fill_outbox();
