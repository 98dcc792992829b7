import type { Response } from 'express';

export type Send = (content: Buffer) => void;

/** Takes the answer out of the hands of whoever gives it: `act` decides what is sent, if anything. */
export function beforeEnd(res: Response, act: (content: Buffer, send: Send) => void): void {
  const end = res.end.bind(res);
  const send: Send = (content) => {
    if (res.destroyed) return;
    if (!res.headersSent) res.set('Content-Length', String(content.length));
    end(content, 'utf8');
  };
  res.end = (chunk?: unknown) => {
    res.end = end; // whoever acts may end it in the usual way
    act(bufferOf(chunk), send);
    return res;
  };
}

function bufferOf(chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  return typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.alloc(0);
}
