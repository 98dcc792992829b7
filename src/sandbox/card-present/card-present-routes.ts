import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { timingSafeEqual } from 'node:crypto';
import type { World } from '../world';
import { DEVICES } from './devices';

const LONGEST_DEVICE_ID = 35;

/** The terminals. Another product with keys of its own: Basic instead of a bearer, and another error shape. */
export function cardPresentRoutes(world: World): Router {
  const router = express.Router();
  const guard = guarded(world);
  router.get('/v1/card-present/terminals', guard, listTerminals(world));
  router.get('/v1/card-present/devices', guard, listTerminals(world));
  router.post('/v1/card-present/devices', guard, listTerminals(world)); // older samples post `{}`
  router.get('/v1/card-present/terminals/:id', guard, showDevice('terminal_id'));
  router.get('/v1/card-present/devices/:id', guard, showDevice('device_id'));
  router.post('/v1/card-present/devices/:id', guard, showDevice('device_id'));
  return router;
}

/** Without any it is a bare empty list. */
function listTerminals({ switches }: World): RequestHandler {
  return (_req, res) => {
    res.json(switches.now.terminalsConnected ? { terminals: DEVICES } : []);
  };
}

function showDevice(name: 'terminal_id' | 'device_id'): RequestHandler {
  return (req, res) => {
    const id = String(req.params['id']);
    if (id.length > LONGEST_DEVICE_ID) {
      fail(res, 422, { [name]: `${name} must be a string of at most 35 characters` });
      return;
    }
    const device = DEVICES.find(
      ({ terminal_id, serial_number }) => terminal_id === id || serial_number === id,
    );
    if (device) res.json(device);
    else fail(res, 401, { acquirer_token: 'acquirer_token was not found, please contact support' });
  };
}

function guarded({ switches, terminalKeys }: World): RequestHandler {
  return (req, res, next) => {
    if (switches.now.terminalsBroken) {
      // documented like this: `errors` is an object that holds a bare string, which is no JSON
      res
        .status(500)
        .type('json')
        .send('{"result":"FAILURE","message":"Devices request failed","errors":{"Internal server error"}}');
      return;
    }
    const problem = authorisationProblem(req, terminalKeys);
    if (problem) fail(res, problem.status, { Authorisation: problem.text });
    else if (switches.now.acquirerTokenInvalid)
      fail(res, 401, { acquirer_token: 'acquirer_token provided is invalid, please contact support' });
    else next();
  };
}

function authorisationProblem(
  { headers }: Request,
  { apiKey, apiSecret }: World['terminalKeys'],
): { status: number; text: string } | null {
  const { authorization } = headers;
  if (authorization === undefined) {
    return {
      status: 400,
      text: 'Authorisation header is missing, it must be Basic <encoded_api_key:secret_key>',
    };
  }
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(authorization) ?? [];
  const given = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  if (!given.includes(':')) return { status: 401, text: 'Authorisation header is malformed' };
  const expected = Buffer.from(`${apiKey}:${apiSecret}`);
  const matches =
    Buffer.byteLength(given) === expected.length && timingSafeEqual(Buffer.from(given), expected);
  return matches ? null : { status: 403, text: 'api_key or secret_key is wrong' };
}

function fail(res: Response, status: number, errors: Readonly<Record<string, string>>): void {
  res.status(status).json({ result: 'FAILURE', message: 'Devices request failed', errors });
}
