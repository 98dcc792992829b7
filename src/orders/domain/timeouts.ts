import { DAY, MINUTE } from '../../kernel/clock';

/** A call that moves money and has not been answered for so long has lost its process: its outcome is unknown. */
export const CHARGE_LOST_AFTER_MS = 2 * MINUTE;
/** An outcome unknown for so long is shown to a human. */
export const FLAG_UNKNOWN_AFTER_MS = 15 * MINUTE;
/** What Blink has accepted it takes within a day, by its own account; after that somebody looks. */
export const FLAG_ACCEPTED_AFTER_MS = DAY;
/** The longest that a direct debit and its late failure were seen to take, with room. */
export const DIRECT_DEBIT_DAYS = 90;
/** A direct debit that has not come to anything by then never will by itself. */
export const FLAG_DEBIT_AFTER_MS = DIRECT_DEBIT_DAYS * DAY;
