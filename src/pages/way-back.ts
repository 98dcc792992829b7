import type { Request } from 'express';
import type { ReturnHint } from '../blink/wire/return-query';
import { hintFromWayBack } from '../blink/wire/way-back';
import { param } from '../web/params';

/**
 * The capability of a way back: what something on the way has put behind it (`&amp;…` in the place of `?…`, a full stop, a line's end) is
 * no part of it. None of its own letters may be missing or another, and padding would make it another spelling of itself.
 */
export function capabilityOf(req: Pick<Request, 'params'>): string {
  return /^[\w-]{1,100}(?![\w=-])/.exec(param(req, 'capability'))?.[0] ?? '';
}

/** What a way back says, by GET or by POST. It proves nothing. */
export function wayBackHint(req: Request): ReturnHint {
  const body: unknown = req.body;
  const capability = capabilityOf(req);
  const at = req.originalUrl.indexOf(capability);
  return hintFromWayBack({
    query: req.query,
    written: req.originalUrl.slice(at + capability.length),
    body: body instanceof Uint8Array ? body : new Uint8Array(),
  });
}
