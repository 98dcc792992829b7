import { readFileSync } from 'node:fs';
import dotenv from 'dotenv';
import { z } from 'zod';
import { type Config, configFrom, ConfigInvalid } from './config';
import { variablesCutIn } from './env-file';
import { database, variable } from './values';
import { setVariables, variableNames, variables, wrongVariable } from './variables';

/** Reads `.env` (where there is one) and the environment; a variable of the environment wins. */
export function loadConfig(): Config {
  const cut = loadEnvFile();
  return configFrom(process.env, cut);
}

/** @returns the variables that the file sets and that end at a `#` there */
function loadEnvFile(): readonly string[] {
  const before = setVariables(process.env);
  dotenv.config({ quiet: true });
  return variablesCutIn(textOfEnvFile()).filter((name) => variableNames.includes(name) && !(name in before));
}

function textOfEnvFile(): string {
  try {
    return readFileSync('.env', 'utf8');
  } catch {
    return ''; // dotenv found no file either
  }
}

/**
 * Reads only the database's variables, for `npm run migrate`: whoever runs it need not know the keys.
 * @throws ConfigInvalid
 */
export function loadMigration(): {
  readonly url: string;
  /** The role that the server connects as; null when it connects as the user who migrates. */
  readonly role: { readonly name: string; readonly password: string | null } | null;
} {
  dotenv.config({ quiet: true });
  const { DATABASE_ROLE, DATABASE_ROLE_PASSWORD } = variables.shape;
  const read = z
    .object({ DATABASE_URL: variable(database()), DATABASE_ROLE, DATABASE_ROLE_PASSWORD })
    .safeParse(setVariables(process.env));
  if (!read.success) throw new ConfigInvalid(read.error.issues.map(wrongVariable));
  const { DATABASE_URL: url, DATABASE_ROLE: name, DATABASE_ROLE_PASSWORD: password = null } = read.data;
  return { url, role: name === undefined ? null : { name, password } };
}

/**
 * Reads the variables that `npm run forget` needs, and no keys.
 * @throws ConfigInvalid
 */
export function loadForgetting(): { readonly databaseUrl: string; readonly afterDays: number } {
  dotenv.config({ quiet: true });
  const set = setVariables(process.env);
  const read = z
    .object({ DATABASE_URL: variable(database()), FORGET_AFTER_DAYS: variables.shape.FORGET_AFTER_DAYS })
    .safeParse(set);
  if (!read.success) throw new ConfigInvalid(read.error.issues.map(wrongVariable));
  return { databaseUrl: read.data.DATABASE_URL, afterDays: read.data.FORGET_AFTER_DAYS };
}
