import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type RequestHandler, Router } from 'express';

const ONE_YEAR = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'public, max-age=0, must-revalidate';
/** Blink's script needs a jQuery from 1.8 to 3.x. We serve it ourselves: a payment page loads as little foreign code as possible. */
const JQUERY = 'jquery-3.7.1.min.js';

/** File name to address, with a version that changes when the file does: `/static/checkout.css?v=3f6c…`. */
export type Assets = Readonly<Record<string, string>>;

interface StaticFile {
  readonly name: string;
  readonly file: string;
  readonly address: string;
}

/**
 * Serves the files at the top of `folder`, and jQuery; files in folders below belong to others. The files are listed at the start, so no
 * path is ever built from a request.
 */
export function staticFiles(folder: string): { readonly assets: Assets; readonly serve: RequestHandler } {
  const files = [...filesIn(folder), staticFile(JQUERY, jqueryFile())];
  return {
    assets: Object.fromEntries(files.map(({ name, address }) => [name, address])),
    serve: serving(new Map(files.map((each) => [each.name, each]))),
  };
}

function filesIn(folder: string): StaticFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => staticFile(name, path.join(folder, name)));
}

function staticFile(name: string, file: string): StaticFile {
  const version = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
  return { name, file, address: `/static/${name}?v=${version}` };
}

/** A file with its current version in the address is cached for ever; any other address is revalidated. */
function serving(files: ReadonlyMap<string, StaticFile>): RequestHandler {
  return Router().get('/static/:name', (req, res, next) => {
    const found = files.get(req.params.name);
    if (!found) {
      next();
      return;
    }
    res.setHeader('Cache-Control', req.originalUrl === found.address ? ONE_YEAR : ASK_AGAIN);
    res.sendFile(found.file, { cacheControl: false });
  });
}

function jqueryFile(): string {
  return path.join(path.dirname(require.resolve('jquery/package.json')), 'dist', 'jquery.min.js');
}
