/**
 * Express 5 with nothing around it, as its documentation has it: the same addresses, the same bytes.
 * The page is the same EJS view, rendered by Express with its view cache on; with a database, each POST is one insert.
 */
import { readFileSync } from 'node:fs';
import express from 'express';
import { Pool } from 'pg';
import { z } from 'zod';

const { PORT, SAME, DATABASE_URL, CONNECTIONS } = process.env;
const same = z
  .object({
    view: z.string(),
    page: z.record(z.string(), z.unknown()),
    order: z.unknown(),
    views: z.string(),
  })
  .parse(JSON.parse(readFileSync(SAME ?? '', 'utf8')));
const pool = DATABASE_URL ? new Pool({ connectionString: DATABASE_URL, max: Number(CONNECTIONS) }) : null;

const app = express();
app.set('views', same.views);
app.set('view engine', 'ejs');
app.get('/healthz', (_req, res) => void res.json({ status: 'alive' }));
app.get('/checkout/:token', (_req, res) => res.render(same.view, { page: same.page }));
app.post('/notifications/:orderId/:attemptId/:capability', express.json(), async (req, res) => {
  const { orderId, attemptId } = req.params;
  await pool?.query({
    name: 'one_notice',
    text: `INSERT INTO bench_notices (order_id, attempt_id, transaction_id, said, received_at, due_at) VALUES ($1, $2, $3, $4, now(), now())`,
    values: [orderId, attemptId, null, req.body],
  });
  res.json({ message: 'Success' });
});
app.post('/api/v1/orders', express.json(), async (req, res) => {
  await pool?.query({
    name: 'one_order',
    text: 'INSERT INTO bench_orders (body) VALUES ($1)',
    values: [req.body],
  });
  res.status(201).json(same.order);
});
app.listen(Number(PORT), '127.0.0.1');
