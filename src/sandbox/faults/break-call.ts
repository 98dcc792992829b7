import type { NextFunction, Request, Response } from 'express';
import type { Lifetime } from '../lifetime';
import { beforeEnd, type Send } from './before-end';
import type { FullFault } from './fault';
import { garbled } from './garble';

interface BrokenCall {
  readonly req: Request;
  readonly res: Response;
  readonly next: NextFunction;
  readonly lifetime: Lifetime;
}

const BROKEN_PAGE = '<!DOCTYPE html><html><head><title>503 Service Temporarily Unavailable</title></head><body><h1>Service Temporarily Unavailable</h1></body></html>'; // prettier-ignore

export function breakCall(fault: FullFault, call: BrokenCall): void {
  const { req, res, next, lifetime } = call;
  switch (fault.kind) {
    case 'status':
      if (fault.work === 'done') afterwards(call, () => answerWith(res, fault));
      else answerWith(res, fault);
      return;
    case 'html':
      res.status(fault.status).type('html').send(BROKEN_PAGE);
      return;
    case 'reset-before':
      req.socket.destroy();
      return;
    case 'timeout':
      lifetime.hold(req.socket);
      if (fault.work === 'done') afterwards(call, () => undefined);
      return;
    case 'slow':
      if (fault.work === 'last') lifetime.after(fault.ms, next);
      else afterwards(call, (content, send) => lifetime.after(fault.ms, () => send(content)));
      return;
    case 'reset-after':
      afterwards(call, () => req.socket.destroy());
      return;
    case 'truncated':
      afterwards(call, (content, send) => send(content.subarray(0, Math.floor(content.length / 2))));
      return;
    case 'wrong-types':
      afterwards(call, (content, send) =>
        send(withWrongTypes(content, 'garble' in fault ? fault.garble : garbled)),
      );
      return;
    case 'drip':
      afterwards(call, (content) => drip(call, content, fault));
      return;
    default:
      fault satisfies never;
  }
}

/** Lets the work be done and hands over its answer before any of it is sent. */
function afterwards({ res, next }: BrokenCall, act: (content: Buffer, send: Send) => void): void {
  beforeEnd(res, act);
  next();
}

function answerWith(res: Response, fault: Extract<FullFault, { kind: 'status' }>): void {
  res.status(fault.status).set(fault.headers ?? {});
  if (typeof fault.body === 'string') res.send(fault.body);
  else if (fault.body === undefined) res.end();
  else res.json(fault.body);
}

function withWrongTypes(content: Buffer, garble: (body: unknown) => unknown): Buffer {
  try {
    return Buffer.from(JSON.stringify(garble(JSON.parse(content.toString('utf8')))));
  } catch {
    return Buffer.from('"wrong"'); // the answer was not JSON in the first place
  }
}

function drip(call: BrokenCall, content: Buffer, pace: { everyMs: number; bytes: number }): void {
  const { res, lifetime } = call;
  if (res.destroyed) return;
  if (content.length === 0) {
    res.end();
    return;
  }
  res.write(content.subarray(0, pace.bytes));
  lifetime.after(pace.everyMs, () => drip(call, content.subarray(pace.bytes), pace));
}
