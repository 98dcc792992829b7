import { Router, type Request, type RequestHandler, type Response } from 'express';

/** One row of a table of gates: in which steps something can be done, and where whoever tries it in another step is sent instead. */
export type Gate<Step extends string, Instead extends string> =
  { readonly allowedIn: 'every_step' } | { readonly allowedIn: readonly Step[]; readonly instead: Instead };

/** Whoever is at an address: what the address is about, and the step that it is in. */
export interface AtStep<Step extends string> {
  readonly step: { readonly kind: Step };
}

/** Everything that can be done on the pages of one feature, and nothing else can. */
export interface Gates<
  Action extends string,
  Step extends string,
  Instead extends string,
  Visit extends AtStep<Step>,
> {
  readonly table: Readonly<Record<Action, Gate<Step, Instead>>>;
  readonly instead: Readonly<Record<Instead, (visit: Visit) => void | Promise<void>>>;
}

/** An address at which something is done that stands in the table. */
export interface PageRoute<Action extends string, Visit> {
  readonly action: Action;
  readonly method: 'get' | 'post';
  readonly path: { readonly pattern: string };
  /** What comes before anything is looked up. */
  readonly before?: readonly RequestHandler[];
  readonly enter: (req: Request, res: Response) => Promise<Visit>;
  readonly run: (visit: Visit) => void | Promise<void>;
}

/** @returns null when it is allowed */
export function insteadOf<Step extends string, Instead extends string>(
  gate: Gate<Step, Instead>,
  step: Step,
): Instead | null {
  return gate.allowedIn === 'every_step' || gate.allowedIn.includes(step) ? null : gate.instead;
}

/** The only way in which a page's action gets an address: whatever is done there goes through its gate. */
export function pageRouter<
  Action extends string,
  Step extends string,
  Instead extends string,
  Visit extends AtStep<Step>,
>(
  gates: Gates<Action, Step, Instead, Visit>,
  routes: readonly PageRoute<NoInfer<Action>, NoInfer<Visit>>[],
): Router {
  const router = Router();
  for (const { action, method, path, before = [], enter, run } of routes) {
    router[method](path.pattern, ...before, async (req, res) => {
      const visit = await enter(req, res);
      const elsewhere = insteadOf(gates.table[action], visit.step.kind);
      await (elsewhere === null ? run : gates.instead[elsewhere])(visit);
    });
  }
  return router;
}
