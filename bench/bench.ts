import type { BenchDatabase } from './database';
import type { Report } from './report';
import type { Rounds } from './rounds';
import type { World } from './world';

/** What every scene plays on. */
export interface Bench {
  readonly world: World;
  readonly report: Report;
  readonly size: Size;
  /** Null: no PostgreSQL was given. */
  readonly newDatabase: (() => Promise<BenchDatabase>) | null;
  /** A folder for files that are thrown away. */
  readonly folder: string;
  /** The targets differ: Express is faster by itself on some. */
  readonly node: number;
}

export interface Size extends Rounds {
  readonly seconds: number;
  readonly starts: number;
  /** Orders kept, in memory and in PostgreSQL, few and many. */
  readonly inMemory: readonly [few: number, many: number];
  readonly inPostgres: readonly number[];
}

export const CONNECTIONS_OF_LOAD = 32;
/** In longer rounds the API's limit for each key would be met. */
export const SECONDS_OF_ORDERS = 1;
export const STEADY_RATE = 300;
