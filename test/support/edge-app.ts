import path from 'node:path';
import type { Express } from 'express';
import { closeApp, type EdgeOptions, openApp } from '../../src/http/edge';
import { type CapturedLog, capturedLog } from './captured-log';

const FIXTURES = path.join(__dirname, '..', 'http', 'fixtures');

export const EDGE_OPTIONS = {
  publicUrl: 'https://pay.example.com',
  gatewayUrl: 'https://gateway2.blinkpayment.co.uk',
  brand: { name: 'The Shop', supportEmail: null, colour: null, logoUrl: null },
  insecureBanks: false,
  trustedProxies: 0,
  viewsFolder: path.join(FIXTURES, 'views'),
  publicFolder: path.join(FIXTURES, 'public'),
} as const;

/** The real edge with small views of its own, around the routes of a test. */
export function edgeApp(
  routes: (app: Express) => void,
  options: Partial<EdgeOptions> = {},
): { readonly app: Express; readonly log: CapturedLog } {
  const log = capturedLog();
  const app = openApp({ ...EDGE_OPTIONS, log, ...options });
  routes(app);
  return { app: closeApp(app), log };
}
