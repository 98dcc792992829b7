import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  readonly socket: Socket;
}

export type Script = (res: http.ServerResponse, seen: Seen) => void;

/** A server that answers what it is told to: each route's scripts in turn, the last one again and again. */
export class ScriptedServer {
  readonly seen: Seen[] = [];
  private readonly scripts = new Map<string, Script[]>();
  private readonly sockets = new Set<Socket>();
  private readonly server = http.createServer((req, res) => this.take(req, res));

  static async start(): Promise<ScriptedServer> {
    const scripted = new ScriptedServer();
    scripted.server.on('connection', (socket: Socket) => {
      scripted.sockets.add(socket.unref());
      socket.on('close', () => scripted.sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => scripted.server.listen(0, '127.0.0.1', resolve));
    scripted.server.unref(); // a test that fails before it stops this one should still end
    return scripted;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** @param route `POST /tokens`, below the API's path */
  on(route: string, ...scripts: Script[]): this {
    this.scripts.set(route, scripts);
    return this;
  }

  count(route: string): number {
    return this.requests(route).length;
  }

  requests(route: string): Seen[] {
    return this.seen.filter(({ method, path }) => `${method} ${path}` === route);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(req: http.IncomingMessage, res: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    req.on('error', () => undefined);
    res.on('error', () => undefined);
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const path = (req.url ?? '').replace('/api/pay/v1', '');
      const { headers, rawHeaders, socket, method = '' } = req;
      const seen = {
        method,
        path,
        headers,
        rawHeaders,
        socket,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      this.seen.push(seen);
      const scripts = this.scripts.get(`${method} ${path}`) ?? [json(404, { error: 'nothing here' })];
      const script = scripts.length > 1 ? scripts.shift() : scripts[0];
      script?.(res, seen);
    });
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Script {
  return text(status, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers });
}

export function text(status: number, body: string, headers: Record<string, string> = {}): Script {
  return (res) => res.writeHead(status, headers).end(body);
}

export const reset: Script = (_, { socket }) => socket.resetAndDestroy();

export const silence: Script = () => undefined;
