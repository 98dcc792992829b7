import type { ServerResponse } from 'node:http';
import { createApp } from '../../src/server/app';
import type { Rig } from '../support/rig';
import { API_KEY, startRig, startServer, stopServer } from '../support/rig';
import { pipelined } from '../attacks/pipelined';

const SHOWN = ['/api/v1/openapi.json', '/docs'];

describe('the description and the reference', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig()));
  afterAll(() => rig.stop());

  it.each(SHOWN)('are the same bytes in memory for everybody who reads them: %s', async (address) => {
    const sent = new Set<unknown>();
    const { server, origin } = await startServer();
    const app = createApp(rig.dependencies);
    server.on('request', (req, res) => {
      noteWhatEnds(res, sent);
      app(req, res);
    });
    const request = `GET ${address} HTTP/1.1\r\nHost: x\r\n\r\n`;
    const answers = await pipelined(origin, Array<string>(30).fill(request));
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200));
    await stopServer(server);
    expect(sent.size).toBe(1);
    expect([...sent][0]).toBeInstanceOf(Buffer);
  });

  it('take no query, and no other method than GET', async () => {
    expect((await fetch(`${rig.origin}/api/v1/openapi.json?a=1`)).status).toBe(422);
    const posted = await fetch(`${rig.origin}/api/v1/openapi.json`, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const head = await fetch(`${rig.origin}/api/v1/openapi.json`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

describe('with API_DOCS=off', () => {
  let rig: Rig;
  beforeAll(async () => void (rig = await startRig({ env: { API_DOCS: 'off' } })));
  afterAll(() => rig.stop());

  it.each(SHOWN)('nothing is at %s, with a key or without', async (address) => {
    for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS'])
      for (const headers of [{}, { authorization: `Bearer ${API_KEY}` }]) {
        const { status } = await fetch(rig.origin + address, { method, headers });
        expect({ method, status }).toEqual({ method, status: 404 });
      }
  });

  it('the API itself answers as ever', async () => {
    expect((await rig.api('GET', '/orders')).status).toBe(200);
    expect((await fetch(`${rig.origin}/api/v1/nothing`)).status).toBe(401);
  });
});

/** Wraps `end`, by which every answer of Express leaves. */
function noteWhatEnds(res: ServerResponse, sent: Set<unknown>): void {
  const end = res.end.bind(res) as (...given: readonly unknown[]) => ServerResponse;
  const noting = (...given: readonly unknown[]) => {
    sent.add(given[0]);
    return end(...given);
  };
  res.end = noting as ServerResponse['end'];
}
