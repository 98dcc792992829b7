import express, { type Response, type Router } from 'express';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The stand-ins for Google's and Apple's scripts, which share the sheet, and Apple's merchant session. */
export function walletScriptRoutes(publicFolder: string): Router {
  const sourceOf = (name: string): string =>
    readFileSync(path.join(publicFolder, 'wallets', `${name}.js`), 'utf8');
  const router = express.Router();
  const scripts = { '/gp/p/js/pay.js': 'google-pay', '/jsapi/v1/apple-pay-sdk.js': 'apple-pay' };
  for (const [address, name] of Object.entries(scripts)) {
    const source = `${sourceOf('sheet')}\n${sourceOf(name)}`;
    router.get(address, (_req, res) => void forEveryOrigin(res).type('text/javascript').send(source));
  }
  router.get('/apple-pay/merchant-session', (_req, res) => {
    forEveryOrigin(res).json({
      merchantSessionIdentifier: 'sandbox',
      displayName: 'Sandbox',
      signature: 'sandbox',
    });
  });
  return router;
}

/** The element loads Apple's script with `crossorigin`, and fetches the session from the shop's page. */
function forEveryOrigin(res: Response): Response {
  return res.set('Access-Control-Allow-Origin', '*');
}
