import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { refused } from '../edge/refusal';
import { showPage } from '../pages';
import { settingsChangeSchema } from '../settings';
import type { SandboxControl } from './control';
import * as input from './control-input';
import { controlPage } from './control-page';

/** The control page at /sandbox and the JSON API below /sandbox/control, both thin over SandboxControl. */
export function controlRoutes(control: SandboxControl): Router {
  const router = express.Router();
  router.get('/', (_req, res) => res.redirect('/sandbox'));
  router.get('/sandbox', (_req, res) => showPage(res, 'control', controlPage(control)));
  router.use('/sandbox/control', refuseOtherSites);
  readRoutes(router, control);
  actionRoutes(router, control);
  notificationRoutes(router, control);
  return router;
}

/** A page of another site, open in the same browser, must not be able to press the buttons. */
const refuseOtherSites: RequestHandler = (req, _res, next) => {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw refused(403, 'Only the control page may do this');
  next();
};

const isForm = (req: Request): boolean => req.is('application/x-www-form-urlencoded') !== false;

/** A form goes back to the page, a program gets JSON. */
function done(req: Request, res: Response, result: object = { done: true }): void {
  if (isForm(req)) res.redirect(303, '/sandbox');
  else res.json(result);
}

function readRoutes(router: Router, control: SandboxControl): void {
  router.get('/sandbox/control/ledger', (_req, res) => void res.json(control.ledger()));
  router.get('/sandbox/control/ledger/:id', (req, res) => {
    const entry = control.transaction(req.params.id);
    if (!entry) throw refused(404, 'There is no such transaction');
    res.json(entry);
  });
  router.get(
    '/sandbox/control/calls',
    (_req, res) => void res.json({ counts: control.callCounts(), calls: control.calls() }),
  );
  router.get('/sandbox/control/notifications', (_req, res) => void res.json(control.notifications.list()));
  router.get('/sandbox/control/schedules', (_req, res) => void res.json(control.schedules.list()));
  router.get('/sandbox/control/settings', (_req, res) => void res.json(control.settings()));
  router.get('/sandbox/control/faults', (_req, res) => void res.json(control.faults()));
  router.get('/sandbox/control/clock', (_req, res) => void res.json({ now: control.clock.now() }));
}

function actionRoutes(router: Router, control: SandboxControl): void {
  const action = (path: string, act: (body: unknown, fromForm: boolean) => void): void => {
    router.post(`/sandbox/control/${path}`, (req, res) => {
      act(req.body, isForm(req));
      done(req, res);
    });
  };
  action('settings', (body, form) => control.set(input.inputFrom(settingsChangeSchema, body, form)));
  action('clock', (body, form) =>
    control.clock.advance(input.inputFrom(input.clockInput, body, form).advanceMs),
  );
  action('settle', () => control.settle());
  action('portal', (body, form) => {
    const { action: name, transactionId, amount } = input.inputFrom(input.portalInput, body, form);
    if (name === 'refund') control.portal.refund(transactionId, amount);
    else control.portal[name](transactionId);
  });
  action('schedules', (body, form) => {
    const { action: name, type, id } = input.inputFrom(input.scheduleInput, body, form);
    control.schedules[name](type, id);
  });
  action('tokens/revoke', () => control.revokeTokens());
  action('calls/forget', () => control.forgetCalls());
  action('next-payment', (body, form) => control.nextPayment(input.inputFrom(input.ruleInput, body, form)));
  action('card-rule', (body, form) => {
    const { lastFour, ...rule } = input.inputFrom(input.cardRuleInput, body, form);
    control.cardRule(lastFour, rule);
  });
  action('rules/forget', () => control.forgetRules());
  action('faults', (body, form) => {
    const { fault, method, path, times } = input.inputFrom(input.faultInput, body, form);
    control.breakNext(
      { times, ...(method !== undefined && { method }), ...(path !== undefined && { path }) },
      fault,
    );
  });
  action('faults/mend', () => control.mend());
}

function notificationRoutes(router: Router, control: SandboxControl): void {
  const { notifications } = control;
  router.post('/sandbox/control/notifications/deliver', async (req, res) => {
    const { id } = input.inputFrom(input.notificationInput, req.body, isForm(req));
    if (!notifications.list().some((each) => each.id === id))
      throw refused(404, 'There is no such notification');
    done(req, res, await notifications.deliver(id));
  });
  router.post('/sandbox/control/notifications/deliver-pending', async (req, res) => {
    await notifications.deliverPending(
      input.inputFrom(input.deliverPendingInput, req.body, isForm(req)).order,
    );
    done(req, res);
  });
  router.post('/sandbox/control/notifications/forge', async (req, res) => {
    done(req, res, await notifications.forge(input.inputFrom(input.forgeInput, req.body, isForm(req))));
  });
}
