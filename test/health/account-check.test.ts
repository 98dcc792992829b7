import { createApp } from '../../src/server/app';
import { metricsPageOf } from '../../src/server/metrics/metrics-page-of';
import { samplesIn } from '../support/metrics';
import { startRig, startServer, stopServer, type Rig, type RigOptions } from '../support/rig';

/** A Blink that answers a request for a token with just this. */
async function withBlinkSaying(
  status: number,
  body: object,
  run: (rig: Rig, asked: () => number) => Promise<void>,
  env: RigOptions['env'] = {},
): Promise<void> {
  let asked = 0;
  const { server, origin } = await startServer();
  server.on('request', (_req, res) => {
    asked += 1;
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const rig = await startRig({ env: { BLINK_API_URL: origin, METRICS_PORT: '0', ...env } });
  await run(rig, () => asked);
  await rig.stop();
  await stopServer(server);
}

const TOKEN = { access_token: 'canary-token', payment_types: ['credit-card'], currencies: ['GBP'] };
const readiness = async (rig: Rig) => {
  const answer = await fetch(`${rig.origin}/readyz`);
  return { status: answer.status, blink: ((await answer.json()) as { readonly blink: unknown }).blink };
};
const errors = (rig: Rig) =>
  rig.log
    .lines()
    .filter(({ level }) => level === 'error')
    .map(({ msg }) => msg);
const metric = async (rig: Rig) =>
  samplesIn((await metricsPageOf(rig.dependencies, null)?.text()) ?? '')
    .filter(({ name, value }) => name === 'checkout_blink_account' && value === 1)
    .map(({ labels }) => labels['state']);

describe('what Blink says of the keys', () => {
  it('is asked for once, and named with what the account takes', () =>
    withBlinkSaying(201, TOKEN, async (rig, asked) => {
      expect(await readiness(rig)).toEqual({ status: 200, blink: { state: 'not_asked' } });
      await rig.dependencies.account.ask();
      expect(asked()).toBe(1);
      expect(await readiness(rig)).toEqual({
        status: 200,
        blink: { state: 'usable', kind: null, currencies: ['GBP'], payment_types: ['credit-card'] },
      });
      expect(await metric(rig)).toEqual(['usable']);
      expect(errors(rig)).toEqual([]);
      expect(rig.log.text()).not.toContain('canary');
    }));

  it.each([
    [401, { error: 'Unauthorised request' }, 'keys_refused', 'Blink refuses the keys'],
    [422, { message: 'The api key is invalid' }, 'keys_refused', 'Blink refuses the keys'],
    [403, { error: 'Forbidden request' }, 'api_not_enabled', 'Blink does not let this page use its API'],
    [403, { message: 'API not enabled' }, 'api_not_enabled', 'Blink does not let this page use its API'],
  ])('is said loudly when it is no (%i %j), and takes nothing else away', (status, body, state, said) =>
    withBlinkSaying(status, body, async (rig, asked) => {
      await rig.dependencies.account.ask();
      expect(asked()).toBe(1);
      expect(errors(rig)).toEqual([expect.stringContaining(said)]);
      expect(await readiness(rig)).toEqual({ status: 200, blink: { state } });
      expect(await metric(rig)).toEqual([state]);
    }),
  );

  it('is not known while Blink is away, and no error', async () => {
    const rig = await startRig({ env: { BLINK_API_URL: 'http://127.0.0.1:9', METRICS_PORT: '0' } });
    await rig.dependencies.account.ask();
    expect(errors(rig)).toEqual([]);
    expect(await readiness(rig)).toEqual({ status: 200, blink: { state: 'unknown' } });
    expect(await metric(rig)).toEqual(['unknown']);
    await rig.stop();
  });

  it.each([
    [{ account_status: 'live' }, { BLINK_TEST_MODE: 'on' }, /real money is taken/],
    [{ account: { status: 'Live' } }, { BLINK_TEST_MODE: 'on' }, /real money is taken/],
    [{ account_status: 'live' }, {}, null],
    [{ account_status: 'sandbox' }, { BLINK_TEST_MODE: 'on' }, null],
    [{ account_status: 'something new' }, { BLINK_TEST_MODE: 'on' }, null],
    [{}, { BLINK_TEST_MODE: 'on' }, null],
  ])('is compared with test mode: %j with %j', (account, env: Record<string, string>, said) =>
    withBlinkSaying(
      201,
      { ...TOKEN, ...account },
      async (rig) => {
        await rig.dependencies.account.ask();
        expect(errors(rig)).toEqual(said ? [expect.stringMatching(said)] : []);
      },
      env,
    ),
  );

  it('is yes again as soon as a payment has found it so', async () => {
    const rig = await startRig({ env: { BLINK_SECRET_KEY: 'not-the-right-one' } });
    await rig.dependencies.account.ask();
    expect(await readiness(rig)).toMatchObject({ blink: { state: 'keys_refused' } });
    const word = { paymentTypes: null, currencies: ['GBP'], status: null };
    const { blink } = rig.dependencies.payments;
    jest.spyOn(blink.account, 'known').mockReturnValue(word);
    expect(await readiness(rig)).toMatchObject({ blink: { state: 'usable', currencies: ['GBP'] } });
    await rig.stop();
  });

  it('is in the body of a page that says no, too', async () => {
    const rig = await startRig();
    const { server, origin } = await startServer();
    const readiness = () => Promise.resolve({ ready: false, store: 'postgres', durable: true } as const);
    server.on('request', createApp({ ...rig.dependencies, readiness }));
    const answer = await fetch(`${origin}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ ready: false, blink: { state: 'not_asked' } });
    await stopServer(server);
    await rig.stop();
  });
});
