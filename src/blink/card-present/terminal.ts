import { z } from 'zod';
import { readWith } from '../transport/answer';

/** A card terminal as Blink shows it: Blink's words and times unchanged, null where Blink gave none. */
export interface Terminal {
  readonly terminalId: string;
  readonly serialNumber: string | null;
  /** `CONNECTED` or `DISCONNECTED`, as far as is documented. */
  readonly state: string | null;
  readonly lastConnectedAt: string | null;
  readonly lastActiveAt: string | null;
  readonly lastConnectedPos: string | null;
  readonly softwareVersion: string | null;
}

const LONGEST = 255; // Blink documents 35 at most; one longer text should not hide all the other terminals
const shown = z.string().max(LONGEST).nullish();

const terminalAnswer = z
  .object({
    terminal_id: z.string().min(1).max(LONGEST),
    serial_number: shown,
    state: shown,
    last_connected_at: shown,
    last_active_at: shown,
    last_connected_pos: shown,
    last_connected_pos_location: shown, // the name of `last_connected_pos` in Blink's table
    device_software_version: shown,
  })
  .transform((read): Terminal => ({
    terminalId: read.terminal_id,
    serialNumber: read.serial_number ?? null,
    state: read.state ?? null,
    lastConnectedAt: read.last_connected_at ?? null,
    lastActiveAt: read.last_active_at ?? null,
    lastConnectedPos: read.last_connected_pos ?? read.last_connected_pos_location ?? null,
    softwareVersion: read.device_software_version ?? null,
  }));

const terminals = z.array(terminalAnswer);
const terminalsAnswer = z.object({ terminals });

/** @throws BlinkUnreadable */
export function terminalFrom(attempted: string, json: unknown): Terminal {
  return readWith(terminalAnswer, attempted, json);
}

/**
 * Without any terminal Blink answers a bare `[]`, without the object around it.
 * @throws BlinkUnreadable
 */
export function terminalsFrom(attempted: string, json: unknown): readonly Terminal[] {
  if (Array.isArray(json)) return readWith(terminals, attempted, json);
  return readWith(terminalsAnswer, attempted, json).terminals;
}
