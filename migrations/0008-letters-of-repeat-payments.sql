-- A customer is written to when a payment of a plan failed. The types are those of LETTER_TYPES in src/letters/letters.ts, and a test says so.
INSERT INTO letter_types (type) VALUES ('repeat_payment.failed');
