import { z } from 'zod';
import type { Terminal } from '../blink/card-present/terminal';

function shown(description: string) {
  return z.string().nullable().describe(description);
}

export const terminalSchema = z
  .object({
    terminal_id: z.string().describe('Which terminal: usually its model and its serial number.'),
    serial_number: shown('As it is printed on the terminal.'),
    state: shown("Blink's word: `CONNECTED` or `DISCONNECTED`. One that is new is passed on as it is."),
    last_connected_at: shown('When it was connected last, as Blink writes it: ISO 8601.'),
    last_active_at: shown('When it did something last, as Blink writes it: ISO 8601.'),
    last_connected_pos: shown('The till it was connected to last.'),
    device_software_version: shown('What runs on it.'),
  })
  .meta({ id: 'Terminal', description: 'A card terminal. What Blink does not say is null.' });

export const terminalListSchema = z
  .object({
    data: z.array(terminalSchema).describe('All terminals, in the order of Blink.'),
    next_cursor: z.null().describe('Always null: the list is whole.'),
  })
  .meta({ id: 'TerminalList', description: 'The terminals of the account.' });

export function terminalView(terminal: Terminal): z.infer<typeof terminalSchema> {
  return {
    terminal_id: terminal.terminalId,
    serial_number: terminal.serialNumber,
    state: terminal.state,
    last_connected_at: terminal.lastConnectedAt,
    last_active_at: terminal.lastActiveAt,
    last_connected_pos: terminal.lastConnectedPos,
    device_software_version: terminal.softwareVersion,
  };
}
