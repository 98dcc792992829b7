import { readFileSync } from 'node:fs';
import path from 'node:path';
import request from 'supertest';
import { staticFiles } from '../../src/web/static-files';
import { edgeApp } from '../support/edge-app';

const { app } = edgeApp(() => undefined);
const FOLDER = path.join(__dirname, 'fixtures', 'public');
const { assets } = staticFiles(FOLDER);

describe('static files', () => {
  it('are those at the top of the folder, and jQuery', () => {
    expect(Object.keys(assets).sort()).toEqual(['jquery-3.7.1.min.js', 'page.css', 'page.js']);
  });

  it('may be kept for good under the address that changes with them', async () => {
    const { status, headers, text } = await request(app).get(assets['page.css']!);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/css; charset=utf-8');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(text).toBe(readFileSync(path.join(FOLDER, 'page.css'), 'utf8'));
  });

  it.each(['/static/page.css', '/static/page.css?v=old'])('are asked for again at %s', async (address) => {
    const { headers } = await request(app).get(address);
    expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
    const again = await request(app).get(address).set('If-Modified-Since', headers['last-modified']!);
    expect(again.status).toBe(304);
  });

  it('include the jQuery that is installed', async () => {
    const { headers, text } = await request(app).get(assets['jquery-3.7.1.min.js']!);
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(text).toBe(readFileSync(require.resolve('jquery/dist/jquery.min.js'), 'utf8'));
    expect(text).toContain('jQuery v3.7.1');
  });

  it.each([
    '/static/deeper/secret.txt',
    '/static/deeper%2Fsecret.txt',
    '/static/.hidden',
    '/static/..%2Fviews%2Ferror.ejs',
    '/static/../views/error.ejs',
    '/static/%2e%2e/views/error.ejs',
    '/static/',
    '/static/constructor',
    '/static/__proto__',
  ])('do not include %s', async (address) => {
    const { status, headers } = await request(app).get(address);
    expect(status).toBe(404);
    expect(headers['cache-control']).toBe('no-store');
  });
});
