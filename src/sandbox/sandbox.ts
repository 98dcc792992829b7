import express from 'express';
import path from 'node:path';
import { acsRoutes } from './cards/acs-routes';
import { creditCardRoutes } from './cards/credit-card-routes';
import { paymentformRoutes } from './cards/paymentform';
import { cardPresentRoutes } from './card-present/card-present-routes';
import { buildWorld } from './build-world';
import { controlOf, type SandboxControl } from './control/control';
import { controlRoutes } from './control/control-routes';
import { directDebitRoutes } from './direct-debits/direct-debit-routes';
import { dueWorkFirst } from './due-work';
import { answerFailures } from './edge/answer-failures';
import { dateAll } from './edge/date-all';
import { readBodies } from './edge/bodies';
import { limitRate } from './edge/rate-limit';
import { refused } from './edge/refusal';
import { hostedFieldRoutes } from './hosted-fields/hosted-field-routes';
import { intentRoutes } from './intents/intent-routes';
import { bankRoutes, openBankingRoutes } from './open-banking/open-banking-routes';
import { refuseRealKeys, type SandboxOptions } from './options';
import { createRepeatPaymentRoutes } from './repeat-payments/create-routes';
import { instalmentRoutes } from './repeat-payments/instalment-routes';
import { scheduleRoutes } from './repeat-payments/schedule-routes';
import { tokenRoutes } from './tokens/token-routes';
import { captureRoutes } from './transactions/capture-routes';
import { refundRoutes } from './transactions/refund-routes';
import { rerunRoutes } from './transactions/rerun-routes';
import { transactionRoutes } from './transactions/transaction-routes';
import { applePayDomainRoutes } from './wallets/apple-pay-domains';
import { walletRoutes } from './wallets/wallet-routes';
import { walletScriptRoutes } from './wallets/wallet-script-routes';
import type { World } from './world';

export type { SandboxControl } from './control/control';
export type { SandboxOptions } from './options';

export interface Sandbox {
  readonly app: express.Application;
  readonly control: SandboxControl;
  close(): Promise<void>;
}

const PROJECT = path.join(__dirname, '..', '..'); // the same from src/sandbox and from dist/sandbox

/**
 * A Blink of our own: API, gateway, and bank in one server, which keeps no card numbers and talks to this machine only.
 * @throws RealKeyRefused
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  refuseRealKeys({
    'the API key': options.apiKey,
    'the secret key': options.secretKey,
    "the terminals' API key": options.terminals?.apiKey ?? '',
    "the terminals' secret": options.terminals?.apiSecret ?? '',
  });
  const world = buildWorld(options);
  const control = controlOf(world);
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.set('view engine', 'ejs').set('views', options.viewsFolder ?? path.join(PROJECT, 'views', 'sandbox'));
  app.use(dateAll(world), world.calls.record, world.faults.inject);
  app.use(dueWorkFirst(world));
  const publicFolder = options.publicFolder ?? path.join(PROJECT, 'public', 'sandbox');
  app.use(hostedFieldRoutes(publicFolder));
  app.use(readBodies());
  app.use(controlRoutes(control), acsRoutes(world), bankRoutes(world), walletScriptRoutes(publicFolder));
  app.use('/api', limitRate(world.clock, world.switches));
  app.use(blinkRoutes(world));
  app.use('/api', () => {
    throw refused(404, 'Invalid request');
  });
  app.use(answerFailures(world.log));
  return { app, control, close: () => close(world) };
}

function blinkRoutes(world: World): express.Router {
  const router = express.Router();
  router.use(tokenRoutes(world), intentRoutes(world), creditCardRoutes(world), transactionRoutes(world));
  router.use(
    directDebitRoutes(world),
    openBankingRoutes(world),
    createRepeatPaymentRoutes(world),
    instalmentRoutes(world),
    scheduleRoutes(world),
    walletRoutes(world),
    applePayDomainRoutes(world),
  );
  router.use(refundRoutes(world), captureRoutes(world), rerunRoutes(world));
  router.use(paymentformRoutes(world), cardPresentRoutes(world));
  return router;
}

async function close({ lifetime, notifications }: World): Promise<void> {
  lifetime.end();
  await notifications.idle();
}
