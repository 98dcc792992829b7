/** The sandbox without a rate limit; transactions that the bench names are known to it, belong to nobody, and take a while to be read. */
import { createServer } from 'node:http';
import { createSandbox } from '../../src/sandbox/sandbox';
import { SANDBOX_KEYS } from '../../src/sandbox/start-sandbox';

const READING_TAKES_MS = 50;
const origin = `http://127.0.0.1:${process.env['PORT'] ?? ''}`;

const sandbox = createSandbox({
  ...SANDBOX_KEYS,
  publicUrl: () => origin,
  settings: { rateLimit: null, notifications: { withhold: true } },
});

createServer((req, res) => {
  if (req.url === '/healthz') return void res.end();
  const [, transactionId] = /\/transactions\/(BENCH\w+)$/.exec(req.url ?? '') ?? [];
  if (transactionId === undefined) return void sandbox.app(req, res);
  const data = {
    ...{ transaction_id: transactionId, status: 'Captured', message: '', amount: '10.99', currency: 'GBP' },
    ...{ payment_source: 'Visa', merchant_data: '{"nonce":"nobodys"}' },
  };
  setTimeout(
    () => res.setHeader('Content-Type', 'application/json').end(JSON.stringify({ data })),
    READING_TAKES_MS,
  );
}).listen(Number(process.env['PORT']), '127.0.0.1');
