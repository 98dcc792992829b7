import type { Express } from 'express';
import { EDGE_OPTIONS } from './edge-options';
import { type CapturedLog, capturedLog } from './captured-log';
import { type EdgeOptions, openApp, closeApp } from '../../src/web/open-app';

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
