import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { LIMITS } from '../../web/server-limits';
import { onlyWithinUnanswered } from '../../web/unanswered-requests';
import type { MetricsPage } from './metrics-page';
import type { Log } from '../../kernel/log';

const ADDRESS = '/metrics';

export interface MetricsServer {
  /** Closes the connections of those who are still reading. */
  close(): Promise<void>;
}

/**
 * Serves `/metrics` on a port of its own, so that reaching the checkout is not enough to read it.
 * @throws the system's error when the port cannot be opened
 */
export async function serveMetrics(
  page: MetricsPage,
  { host, port }: { readonly host: string; readonly port: number },
  log: Log,
): Promise<MetricsServer> {
  const server = createServer(LIMITS, onlyWithinUnanswered(answerWith(page, log)));
  server.listen(port, host);
  await once(server, 'listening'); // rejects with the server's error
  log.info({ host, port: portOf(server) }, 'metrics are served');
  return {
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answerWith(page: MetricsPage, log: Log): RequestListener {
  return (req, res) => {
    if (req.url !== ADDRESS || req.method !== 'GET') {
      res.writeHead(404).end();
      return;
    }
    page.text().then(
      (text) =>
        res.writeHead(200, { 'Content-Type': page.contentType, 'Cache-Control': 'no-store' }).end(text),
      (err: unknown) => {
        log.error({ err }, 'the metrics could not be written');
        res.writeHead(500).end();
      },
    );
  };
}

function portOf(server: Server): number | null {
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? null) : null;
}
