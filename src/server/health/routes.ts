import { Router } from 'express';
import { paths } from '../../kernel/paths';
import { accountView, type AccountState } from './account-check';
import { type AskReadiness, readinessWithin } from './readiness';

const MEMORY_WARNING =
  'Orders are kept in memory: a restart loses all of them. Set DATABASE_URL to keep them.';

/** For monitors: `/healthz` says that the process lives, `/readyz` whether it can take payments. */
export function healthRoutes(ask: AskReadiness, timeoutMs?: number, account?: () => AccountState): Router {
  const router = Router();
  router.get(paths.health.pattern, (_req, res) => void res.json({ status: 'alive' }));
  router.get(paths.readiness.pattern, async (_req, res) => {
    const state = await readinessWithin(ask, timeoutMs);
    const warning = state?.durable === false ? { warning: MEMORY_WARNING } : {};
    // The account's state never changes the status: notifications and receipts have to get through even when the keys are refused.
    const blink = account ? { blink: accountView(account()) } : {};
    res.status(state?.ready ? 200 : 503).json({ ready: false, ...state, ...warning, ...blink });
  });
  return router;
}
