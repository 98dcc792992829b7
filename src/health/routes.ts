import { Router } from 'express';
import { paths } from '../paths';

export interface Readiness {
  readonly ready: boolean;
  /** What keeps the orders, and whether they survive the process. */
  readonly store: 'memory' | 'postgres';
  readonly durable: boolean;
}

/** For whoever watches the process: `/healthz` says that it lives, `/readyz` whether it can take payments. */
export function healthRoutes(readiness: () => Promise<Readiness>): Router {
  const router = Router();
  router.get(paths.health.pattern, (_req, res) => void res.json({ status: 'alive' }));
  router.get(paths.readiness.pattern, async (_req, res) => {
    const state = await readiness();
    res.status(state.ready ? 200 : 503).json(state);
  });
  return router;
}
