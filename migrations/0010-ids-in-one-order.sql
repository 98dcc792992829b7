-- What is found through an order or a repeat payment compares ids as these do. With another collation than theirs no index can be used
-- to find what belongs to one, and every look at it would read the whole table.
-- Only where no statement gives the column out: one that a running process had prepared would fail from here on.
ALTER TABLE attempts ALTER COLUMN order_id TYPE text COLLATE "C";
ALTER TABLE refunds ALTER COLUMN order_id TYPE text COLLATE "C";
ALTER TABLE order_history ALTER COLUMN order_id TYPE text COLLATE "C";
ALTER TABLE repeat_payment_setups ALTER COLUMN repeat_payment_id TYPE text COLLATE "C";
ALTER TABLE repeat_payment_history ALTER COLUMN repeat_payment_id TYPE text COLLATE "C";
