import type { OrderDatabase } from '../support/order-database';

/** As text, all that the database holds, in whichever table. */
export async function everythingStored(place: OrderDatabase): Promise<string> {
  const tables = await place.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  const rows = await Promise.all(
    tables.map(({ tablename }) => place.sql(`SELECT given::text FROM ${String(tablename)} AS given`)),
  );
  return JSON.stringify(rows);
}
