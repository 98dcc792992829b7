import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The one address that shoppers, Blink and the shop know, as a load balancer has it: behind it servers come, go and die. */
export class Front {
  private readonly sockets = new Set<Socket>();
  private targets: readonly string[] = [];
  private turn = 0;

  private constructor(private readonly server: Server) {
    server.on('connection', (client: Socket) => this.carry(client));
  }

  static async open(): Promise<Front> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Front(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** New connections go to these in turn; to none at all when there are none. */
  leadTo(origins: readonly string[]): void {
    this.targets = origins;
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  private carry(client: Socket): void {
    const target = this.targets[this.turn++ % this.targets.length];
    if (target === undefined) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(new URL(target).port), '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(from);
      from.pipe(to);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
