import { DAY, MINUTE } from '../../kernel/clock';

/** After this time an unanswered call that moves money counts as lost with its process: its outcome is unknown. */
export const CHARGE_LOST_AFTER_MS = 2 * MINUTE;
/** An outcome that is unknown for this long is shown to a human. */
export const FLAG_UNKNOWN_AFTER_MS = 15 * MINUTE;
/** By Blink's own account an accepted payment is captured within a day; after that a human reviews the order. */
export const FLAG_ACCEPTED_AFTER_MS = DAY;
/** The longest that a direct debit and its late failure were seen to take, with a margin. */
export const DIRECT_DEBIT_DAYS = 90;
/** A direct debit without an outcome after this time will never have one by itself. */
export const FLAG_DEBIT_AFTER_MS = DIRECT_DEBIT_DAYS * DAY;
