import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

type Mood = 'well' | 'frozen' | 'losing answers';

/** Stands before a real server, so that a test can take the server away, freeze it, or lose what it answers. */
export class DatabaseProxy {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private mood: Mood = 'well';

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

  /** As when the server is stopped: connections end, new ones are refused. */
  async stop(): Promise<() => Promise<void>> {
    const { port } = this;
    await this.close();
    return () => this.listen(port);
  }

  /** As when its machine hangs: connections stay, nothing is answered. */
  freeze(): void {
    this.mood = 'frozen';
    for (const socket of this.sockets) socket.pause();
  }

  thaw(): void {
    this.mood = 'well';
    for (const socket of this.sockets) socket.resume();
  }

  /** As when the network fails at the worst moment: what is asked is done, and the connection ends before the answer. */
  loseAnswers(): void {
    this.mood = 'losing answers';
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
      if (this.mood === 'frozen') from.pause();
      from.on('data', (bytes) => {
        if (from === upstream && this.mood === 'losing answers') client.destroy();
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
