import { MINUTE } from '../clock';

/** A call that moves money and has not been answered for so long has lost its process: its outcome is unknown. */
export const CHARGE_LOST_AFTER_MS = 2 * MINUTE;
/** An outcome unknown for so long is shown to a human. */
export const FLAG_UNKNOWN_AFTER_MS = 15 * MINUTE;
