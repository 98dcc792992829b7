import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { startServer, stopServer } from '../support/rig';

export interface Heard {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read events as a shop's script would
  readonly event: any;
}

type Answer = (response: ServerResponse, heard: Heard) => void;

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}, body = ''): Answer =>
  (response) =>
    void response.writeHead(code, headers).end(body);

/** The shop's end of the line. */
export interface ShopServer {
  readonly url: string;
  readonly heard: Heard[];
  answer(answer: Answer): void;
  /** Resolves when so many requests have come in all. */
  hears(count: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startShop(): Promise<ShopServer> {
  const { server, origin } = await startServer();
  const heard: Heard[] = [];
  let waiting: { readonly count: number; readonly go: () => void }[] = [];
  let answering: Answer = status(204);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void bodyOf(request).then((body) => {
      const one = { url: request.url ?? '', headers: request.headers, body, event: JSON.parse(body) };
      heard.push(one);
      answering(response, one);
      waiting.filter(({ count }) => heard.length >= count).forEach(({ go }) => go());
      waiting = waiting.filter(({ count }) => heard.length < count);
    });
  });
  return {
    url: `${origin}/hooks`,
    heard,
    answer: (answer) => void (answering = answer),
    hears: (count) =>
      new Promise((go) => {
        if (heard.length >= count) go();
        else waiting.push({ count, go });
      }),
    stop: () => stopServer(server),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
