import { startClient, type Client } from './sandbox-client';

let client: Client;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.close());

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const RIGHT = basic('sandbox-pos-key:sandbox-pos-secret');
const get = (path: string, authorization?: string) =>
  client.call(
    'GET',
    `/v1/card-present/${path}`,
    undefined,
    authorization === undefined ? {} : { authorization },
  );

describe('the terminals', () => {
  it('are listed to whoever knows the key, connected or not, at both addresses', async () => {
    const { status, body } = await get('terminals', RIGHT);
    expect(status).toBe(200);
    expect(body['terminals']).toMatchObject([{ state: 'CONNECTED' }, { state: 'DISCONNECTED' }]);
    expect((await get('devices', RIGHT)).body).toEqual(body);
  });

  it('are shown one by one, not wrapped, by their id or their serial number', async () => {
    for (const id of ['T650M-451-962-212', '451-962-212']) {
      expect(await get(`devices/${id}`, RIGHT)).toMatchObject({
        status: 200,
        body: { serial_number: '451-962-212', device_software_version: '5.339.8' },
      });
    }
  });

  it.each([
    [undefined, 'devices/451-962-212', 400, 'Authorisation'],
    ['Bearer abc', 'devices/451-962-212', 401, 'Authorisation'],
    [basic('nocolon'), 'devices/451-962-212', 401, 'Authorisation'],
    [basic('sandbox-pos-key:wrong'), 'devices/451-962-212', 403, 'Authorisation'],
    [RIGHT, `devices/${'x'.repeat(36)}`, 422, 'device_id'],
    [RIGHT, 'devices/unknown', 401, 'acquirer_token'],
  ])('with %s answer %s with %d', async (authorization, path, status, key) => {
    expect(await get(path, authorization)).toMatchObject({
      status,
      body: {
        result: 'FAILURE',
        message: 'Devices request failed',
        errors: { [key]: expect.any(String) as string },
      },
    });
  });

  it('can fail with the documented 500 that is not JSON', async () => {
    client.sandbox.control.set({ terminalsBroken: true });
    const { status, headers, body } = await get('terminals', RIGHT);
    expect([status, headers.get('content-type')]).toEqual([500, 'application/json; charset=utf-8']);
    expect(body).toHaveProperty('text');
  });
});
