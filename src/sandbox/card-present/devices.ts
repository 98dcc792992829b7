/** A card terminal as Blink lists it. */
export interface Device {
  readonly serial_number: string;
  readonly terminal_id: string;
  readonly state: 'CONNECTED' | 'DISCONNECTED';
  readonly last_connected_at: string | null;
  readonly last_active_at: string | null;
  readonly last_connected_pos: string | null;
  readonly device_software_version: string;
}

export const DEVICES: readonly Device[] = [
  {
    serial_number: '451-962-212',
    terminal_id: 'T650M-451-962-212',
    state: 'CONNECTED',
    last_connected_at: '2025-03-26T13:06:25.052Z',
    last_active_at: null,
    last_connected_pos: null,
    device_software_version: '5.339.8',
  },
  {
    serial_number: '451-962-213',
    terminal_id: 'T650M-451-962-213',
    state: 'DISCONNECTED',
    last_connected_at: null,
    last_active_at: null,
    last_connected_pos: null,
    device_software_version: '5.339.8',
  },
];
