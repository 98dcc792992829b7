/** The driver alone: inserts of one notice each, so many at once, for so long. Says how many a second. */
import { Pool } from 'pg';

const { DATABASE_URL, CONNECTIONS, OUTSTANDING, SECONDS } = process.env;

async function main(): Promise<void> {
  const pool = new Pool({ connectionString: DATABASE_URL, max: Number(CONNECTIONS) });
  const insert = (attemptId: string) =>
    pool.query({
      name: 'one_notice',
      text: 'INSERT INTO bench_notices (order_id, attempt_id, transaction_id, said, received_at, due_at) VALUES ($1, $2, $3, $4, now(), now())',
      values: ['ord_bench', attemptId, 'BENCH1', { status: 'Captured' }],
    });
  await Promise.all(
    Array.from({ length: Number(CONNECTIONS) }, (_, index) => insert(`warm-${process.pid}-${index}`)),
  );
  const from = performance.now();
  const until = from + Number(SECONDS) * 1_000;
  let count = 0;
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      count += 1;
      await insert(`${process.pid}-${count}`);
    }
  };
  await Promise.all(Array.from({ length: Number(OUTSTANDING) }, one));
  process.stdout.write(String((count * 1_000) / (performance.now() - from)));
  await pool.end();
}

void main();
