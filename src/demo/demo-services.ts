import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { TERMINAL_KEYS } from '../sandbox/options';
import { freePort } from './free-port';
import { type Service, startService } from './service';
import { SHOP_NAME } from './shop-pages';

const DIST = path.join(__dirname, '..');

export interface DemoSandbox extends Service {
  readonly origin: string;
  readonly keys: { readonly apiKey: string; readonly secretKey: string };
}

/** The local Blink, with keys that nothing else knows. */
export async function startDemoSandbox(preferredPort: number, host: string): Promise<DemoSandbox> {
  const port = await freePort(preferredPort, host);
  const origin = `http://127.0.0.1:${port}`;
  const keys = { apiKey: `sandbox-${randomName()}`, secretKey: `sandbox-${randomName()}` };
  const service = await startService({
    name: 'the sandbox',
    script: path.join(DIST, 'sandbox', 'server.js'),
    env: {
      SANDBOX_PORT: String(port),
      SANDBOX_HOST: host,
      SANDBOX_API_KEY: keys.apiKey,
      SANDBOX_SECRET_KEY: keys.secretKey,
    },
    readyUrl: `${origin}/sdk/web/v1/js/hostedfields.min.js`,
    output: 'hidden',
  });
  return { ...service, origin, keys };
}

export interface DemoCheckout extends Service {
  readonly origin: string;
  readonly apiKey: string;
}

/** The checkout as a merchant would run it, with the sandbox for a Blink and its orders in memory. */
export async function startCheckout(
  preferredPort: number,
  given: { readonly host: string; readonly sandbox: DemoSandbox; readonly shopOrigin: string },
): Promise<DemoCheckout> {
  const { host, sandbox, shopOrigin } = given;
  const port = await freePort(preferredPort, host);
  const origin = `http://127.0.0.1:${port}`;
  const apiKey = `demo_${randomName()}`;
  const service = await startService({
    name: 'the checkout',
    script: path.join(DIST, 'bin', 'server.js'),
    env: {
      PORT: String(port),
      HOST: host,
      PUBLIC_URL: origin,
      BLINK_API_URL: sandbox.origin,
      BLINK_GATEWAY_URL: sandbox.origin,
      BLINK_API_KEY: sandbox.keys.apiKey,
      BLINK_SECRET_KEY: sandbox.keys.secretKey,
      BLINK_CARD_PRESENT_URL: sandbox.origin,
      BLINK_POS_API_KEY: TERMINAL_KEYS.apiKey,
      BLINK_POS_API_SECRET: TERMINAL_KEYS.apiSecret,
      APP_SECRET: randomName(),
      MERCHANT_API_KEYS: apiKey,
      MERCHANT_NAME: SHOP_NAME,
      SUPPORT_EMAIL: 'hello@little-harbour.example',
      BRAND_COLOUR: '#1f5f68',
      SHOP_ORIGINS: shopOrigin,
      CARD_ATTEMPTS_PER_HOUR: '1000', // somebody tries things out here
      LOG_LEVEL: 'warn',
    },
    readyUrl: `${origin}/healthz`,
    output: 'shown',
  });
  return { ...service, origin, apiKey };
}

function randomName(): string {
  return randomBytes(24).toString('base64url');
}
