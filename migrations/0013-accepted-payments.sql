-- What Blink has accepted on an order that asked for no reservation is not reserved: it is under way until the money is taken. It may be
-- under way already when Blink says so, and releases before this one took it for a reservation.
INSERT INTO attempt_transitions (from_status, to_status) VALUES ('pending', 'pending'), ('authorised', 'pending');

-- Those that stand as reserved because of it are looked at now, and not only on their next day: reading them puts them right.
UPDATE orders SET due_at = now() WHERE status = 'authorised' AND body ->> 'capture' = 'automatic';
