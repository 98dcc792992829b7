import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

export interface Shop {
  readonly origin: string;
  readonly received: Received[];
  close(): Promise<void>;
}

/** A server that plays the shop: it writes down what it gets and answers as it is told. */
export async function openShop(
  answer: (req: IncomingMessage, res: ServerResponse) => void = (_req, res) => void res.end('ok'),
): Promise<Shop> {
  const received: Received[] = [];
  const server = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8');
    req.on('data', (part: string) => (body += part));
    req.on('end', () => {
      received.push({ path: req.url ?? '', contentType: req.headers['content-type'] ?? '', body });
      answer(req, res);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, close };
}
