import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

type Failure = 'stopped' | 'frozen' | 'losing answers' | 'ending what begins';

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
   * - ending what begins, as when it is told to stop just then: a new connection is welcomed and ended in one breath
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
        else if (from === upstream && this.failure === 'ending what begins' && isReady(bytes))
          client.end(Buffer.concat([bytes, LAST_WORDS]));
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

const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');
const LAST_WORDS = errorMessage({
  S: 'FATAL',
  V: 'FATAL',
  C: '57P01',
  M: 'terminating connection due to administrator command',
});

function isReady(said: Buffer): boolean {
  return said.subarray(-READY.length).equals(READY);
}

/** As PostgreSQL writes it: a letter, its length, and fields that each begin with a letter. */
function errorMessage(fields: Readonly<Record<string, string>>): Buffer {
  const text = Object.entries(fields).map(([name, value]) => `${name}${value}\0`);
  const body = Buffer.from(`${text.join('')}\0`, 'latin1');
  const head = Buffer.alloc(5, 'E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
