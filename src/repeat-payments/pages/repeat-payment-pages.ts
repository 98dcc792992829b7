import type { Request, RequestHandler, Response } from 'express';
import { BlinkError } from '../../blink/errors';
import { NotFound } from '../../kernel/errors';
import type { HostedPages } from '../../pages/hosted-pages';
import { param } from '../../web/params';
import type { RepeatPayments } from '../use-cases/repeat-payments';
import type { RepeatPayment } from '../domain/repeat-payment';
import { refresh } from '../use-cases/refresh';

/** What the pages of a repeat payment are built from. */
export interface RepeatPaymentPages extends HostedPages {
  readonly repeatPayments: RepeatPayments;
}

export class RepeatPaymentPageNotFound extends NotFound {
  constructor() {
    super('There are no payments at this address');
  }
}

/** The token is the only key: whoever has it may see these payments, agree to them and replace their card. */
export async function repeatPaymentAt(
  { repeatPayments }: RepeatPaymentPages,
  req: Pick<Request, 'params'>,
): Promise<RepeatPayment> {
  const repeatPayment = await repeatPayments.store.findByToken(param(req, 'token'));
  if (!repeatPayment) throw new RepeatPaymentPageNotFound();
  return repeatPayment;
}

/** Before whatever counts what is tried: nothing can be tried where there is nothing. */
export function onlyKnownRepeatPayment(pages: RepeatPaymentPages): RequestHandler {
  return async (req, _res, next) => {
    await repeatPaymentAt(pages, req);
    next();
  };
}

/** Where Blink cannot be reached, or was asked too often, the customer sees the same page again; the reason is ours to read. */
export async function askBlink(
  { repeatPayments: deps, limits }: RepeatPaymentPages,
  { id }: RepeatPayment,
  res: Response,
): Promise<void> {
  const about = { repeatPaymentId: id };
  if (!(await limits.mayLook(id, res))) {
    deps.log.warn(about, 'a repeat payment was to be looked at too often');
    return;
  }
  try {
    await refresh(deps, id, { by: 'customer' });
  } catch (error) {
    if (!(error instanceof BlinkError)) throw error;
    deps.log.warn({ ...about, err: error }, 'a repeat payment could not be checked now');
  }
}
