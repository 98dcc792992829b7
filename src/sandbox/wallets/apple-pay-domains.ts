import express, { type Router } from 'express';
import { API } from '../account';
import { fieldsFrom, textOf } from '../edge/fields';
import { actionRefused } from '../edge/refusal';
import { isLoopback } from '../notifications/loopback';
import { bearerOf } from '../tokens/bearer';
import type { World } from '../world';

const FILE_PATH = '/.well-known/apple-developer-merchantid-domain-association';
const FILE = Buffer.from('{"sandbox":"This file stands in for the one that Apple issues"}').toString('hex');
const PATIENCE_MS = 5_000;

/** Where a shop says on which domains it shows Apple Pay, and the file it has to serve there. */
export function applePayDomainRoutes(world: World): Router {
  const domains = new Set<string>();
  const router = express.Router();
  router.get(FILE_PATH, (_req, res) => void res.type('text').send(FILE));
  router.get(`${API}/applepay/domains`, (req, res) => {
    bearerOf(world, req);
    res.json({ domains: [...domains] });
  });
  router.post(`${API}/applepay/domains`, async (req, res) => {
    bearerOf(world, req);
    const domain = domainFrom(textOf(fieldsFrom(req.body), 'domain_name'));
    if (isLoopback(domain.origin) && !(await servesTheFile(domain, world.lifetime.over))) {
      throw actionRefused(400, 'The domain association file was not found on the domain');
    }
    domains.add(domain.host);
    res.json({ success: true, message: 'Domain registered successfully' });
  });
  return router;
}

function domainFrom(text: string): URL {
  const address = text.includes('://') ? text : `https://${text}`;
  if (text === '' || !URL.canParse(address)) throw actionRefused(400, 'Domain name is required');
  return new URL(address);
}

/** Only on this machine: a domain out there is believed. */
async function servesTheFile({ origin }: URL, over: AbortSignal): Promise<boolean> {
  try {
    const signal = AbortSignal.any([over, AbortSignal.timeout(PATIENCE_MS)]);
    const response = await fetch(`${origin}${FILE_PATH}`, { redirect: 'manual', signal });
    return response.status === 200 && (await response.text()).trim() === FILE;
  } catch {
    return false;
  }
}
