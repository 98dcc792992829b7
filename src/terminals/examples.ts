/** The examples of the API's reference. A test makes each request and gets exactly these answers. */

export const DEVICE_ID = 'T650M-451-962-212';

export const CONNECTED = {
  terminal_id: DEVICE_ID,
  serial_number: '451-962-212',
  state: 'CONNECTED',
  last_connected_at: '2025-03-26T13:06:25.052Z',
  last_active_at: null,
  last_connected_pos: null,
  device_software_version: '5.339.8',
};

export const NEVER_CONNECTED = {
  ...CONNECTED,
  terminal_id: 'T650M-451-962-213',
  serial_number: '451-962-213',
  state: 'DISCONNECTED',
  last_connected_at: null,
};
