import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

type Failure = 'stopped' | 'frozen' | 'losing answers';

/** Stands before a real server, so that a test can take the server away, freeze it, or lose what it answers. */
export class DatabaseProxy {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private failure: Failure | null = null;

  private constructor(private readonly target: URL) {
    this.server = createServer((client) => this.carry(client));
  }

  static async before(url: string): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(new URL(url));
    await proxy.listen(0);
    return proxy;
  }

  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String(this.port);
    return url.href;
  }

  /**
   * - stopped: connections end, new ones are refused
   * - frozen, as when its machine hangs: connections stay, nothing is answered
   * - losing answers, as when the network fails at the worst moment: what is asked is done, and the connection ends before the answer
   * @returns what puts an end to it
   */
  async fail(how: Failure): Promise<() => Promise<void>> {
    const { port } = this;
    this.failure = how;
    if (how === 'stopped') await this.close();
    if (how === 'frozen') for (const socket of this.sockets) socket.pause();
    return async () => {
      this.failure = null;
      if (how === 'stopped') await this.listen(port);
      for (const socket of this.sockets) socket.resume();
    };
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private async listen(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  private carry(client: Socket): void {
    const upstream = connect(Number(this.target.port || 5432), this.target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(from);
      if (this.failure === 'frozen') from.pause();
      from.on('data', (bytes) => {
        if (from === upstream && this.failure === 'losing answers') client.destroy();
        else to.write(bytes);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
