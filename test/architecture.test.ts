import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';

const TOP = path.join(__dirname, '..');
const SRC = path.join(TOP, 'src');

/** From the ground up. A file may import from lower layers, from its own room, and never from beside or above. */
const LAYERS: readonly (readonly string[])[] = [
  ['errors', 'money', 'paths', 'clock', 'day-texts'],
  ['orders/', 'blink/', 'sandbox/'],
  ['payments/'],
  ['outbox/'],
  ['http/'],
  ['hosted-pages/'],
  [
    ...[
      'checkout/',
      'notifications/',
      'merchant-api/',
      'merchant-events/',
      'letters/',
      'metrics/',
      'repeat-payments/',
      'terminals/',
      'admin/',
    ],
    'health/',
  ],
  [
    'server',
    'serve',
    'migrate',
    'forget',
    'forgetting',
    'running',
    'app',
    'dependencies',
    'outboxes',
    'sweeper',
    'metrics-page-of',
    'config',
    'config-values',
    'config-rules',
    'env-file',
    'weak-secrets',
    'node-life',
    'logger',
    'log-fields',
    'register-apple-pay-domain',
  ],
  ['demo/'],
];
/** Files of these layers may import each other: they are one vocabulary, and one composition. */
const ONE_ROOM = new Set(['errors', 'app'].map(layerOf));

interface Import {
  /** Relative to `src`, without its ending: `blink/intents`. */
  readonly from: string;
  /** The same for a file of ours; a package's name otherwise. */
  readonly to: string;
}

describe('the layers', () => {
  const imports = importsOf(filesUnder(SRC, '.ts'));

  it('know every file: one that belongs to none of them has no business here', () => {
    const files = filesUnder(SRC, '.ts').map(nameInSrc);
    expect(files.filter((file) => layerOf(file) === -1)).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });

  it('import only what is below them', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(imports.filter(isAgainstTheLayers)).toEqual([]);
  });

  it.each([
    ['README', roomsInReadme()],
    ['CONTRIBUTING', roomsInContributing()],
  ])('are what the %s shows: every room, and in their order', (_page, shown) => {
    const rooms = new Set(filesUnder(SRC, '.ts').map((file) => roomOf(nameInSrc(file))));
    const toBeShown = [...rooms].filter((room) => room.endsWith('/') || layerOf(room) === 0);
    expect(shown.filter((room) => !rooms.has(room))).toEqual([]);
    expect(toBeShown.filter((room) => !shown.includes(room))).toEqual([]);
    const layers = shown.map(layerOf);
    expect(layers).toEqual([...layers].sort((one, other) => one - other));
  });

  it.each([
    ['orders/order', 'payments/verify', 'something above'],
    ['http/page', 'checkout/pages', 'something above'],
    ['errors', 'orders/order', 'something above'],
    ['checkout/routes', 'app', 'something above'],
    ['orders/order', 'blink/blink', 'the room beside'],
    ['sandbox/tokens', 'blink/access-token', 'the room beside'],
    ['checkout/routes', 'merchant-api/routes', 'the room beside'],
    ['hosted-pages/card-form', 'checkout/routes', 'something above'],
    ['http/page', 'hosted-pages/hosted-page', 'something above'],
    ['dependencies', 'sandbox/sandbox', 'the sandbox'],
    ['payments/charge', 'sandbox/sandbox', 'the sandbox'],
    ['orders/order', 'express', 'Express'],
    ['blink/transport', 'express', 'Express'],
    ['payments/charge', 'express-serve-static-core', 'Express'],
  ])('would be seen to break it if %s imported %s: %s', (from, to) => {
    expect(isAgainstTheLayers({ from, to })).toBe(true);
  });

  it.each([
    ['payments/verify', 'blink/blink'],
    ['app', 'http/edge'],
    ['server', 'config'],
    ['sandbox/server', 'sandbox/sandbox'],
    ['demo/server', 'sandbox/sandbox'],
    ['http/page', 'express'],
    ['sandbox/sandbox', 'express'],
    ['clock', 'money'],
  ])('would let %s import %s', (from, to) => {
    expect(isAgainstTheLayers({ from, to })).toBe(false);
  });
});

describe('the environment', () => {
  it('is read by the configuration, and by the entry points of the sandbox and the demo', () => {
    const readers = filesUnder(SRC, '.ts').filter((file) =>
      /process\s*\.\s*env\b|process\[/.test(code(file)),
    );
    const allowed = /^(?:config|sandbox\/server|demo\/[\w-]+)$/;
    expect(readers.map(nameInSrc).filter((file) => !allowed.test(file))).toEqual([]);
    expect(readers.map(nameInSrc)).toContain('config');
  });
});

describe('the views', () => {
  const views = filesUnder(path.join(TOP, 'views'), '.ejs').map((file) => ({
    name: path.relative(TOP, file),
    text: readFileSync(file, 'utf8'),
  }));

  it('are all read here', () => {
    expect(views.length).toBeGreaterThan(15);
  });

  it.each(views)('$name prints nothing unescaped and holds no script or style of its own', ({ text }) => {
    expect(violationsIn(text)).toEqual([]);
  });

  it('give every script of a page of ours the nonce without which it does not run', () => {
    const ours = views.filter(({ name }) => !/^views.(?:sandbox|demo)\b/.test(name));
    const scripts = ours.flatMap(({ text }) => text.match(/<script[\s\S]*?<\/script>/g) ?? []);
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((script) => !script.includes('nonce="<%= page.nonce %>"'))).toEqual([]);
  });

  it.each([
    '<%- page.title %>',
    '<%- include("x") + page.title %>',
    '<script nonce="<%= page.nonce %>">alert(1)</script>',
    '<style>h1 {}</style>',
    '<p style="color: red">',
    '<form onsubmit="x()">',
    '<body ONLOAD=x>',
    '<a href="javascript:x()">',
  ])('would be caught with %s in them', (text) => {
    expect(violationsIn(text)).not.toEqual([]);
  });

  it.each([
    '<%- include("../partials/head", { title: page.title }) %>',
    '<script src="<%= page.assets["x.js"] %>" nonce="<%= page.nonce %>"></script>',
    '<%# In this order, on purpose. style="x" is discussed here %>',
    '<p class="one on" data-once="x"><%= page.text %></p>',
  ])('may hold %s', (text) => {
    expect(violationsIn(text)).toEqual([]);
  });
});

describe('the rules for code', () => {
  it('are switched on: no any, no assertions of types, no non-null assertions', async () => {
    const eslint = path.join(TOP, 'node_modules', '.bin', 'eslint');
    const { stdout } = await promisify(execFile)(eslint, ['--print-config', 'src/app.ts'], { cwd: TOP });
    const { rules } = JSON.parse(stdout) as { rules: Record<string, unknown[]> };
    for (const rule of [
      'no-explicit-any',
      'no-non-null-assertion',
      'consistent-type-assertions',
      'ban-ts-comment',
    ])
      expect(rules[`@typescript-eslint/${rule}`]?.[0]).toBe(2);
    expect(rules['@typescript-eslint/consistent-type-assertions']?.[1]).toEqual({ assertionStyle: 'never' });
  }, 60_000);

  it('are not switched off by comments', () => {
    const silenced = filesUnder(SRC, '.ts').filter((file) =>
      /eslint-disable|@ts-(?:ignore|nocheck|expect-error)/.test(code(file)),
    );
    expect(silenced.map(nameInSrc)).toEqual([]);
  });
});

function isAgainstTheLayers({ from, to }: Import): boolean {
  const target = layerOf(to);
  if (target === -1) return /^express/.test(to) && /^(?:orders|blink|payments)\//.test(from);
  if (to.startsWith('sandbox/')) return !/^(?:sandbox|demo)\//.test(from);
  if (roomOf(to) === roomOf(from)) return false;
  const own = layerOf(from);
  return target > own || (target === own && !ONE_ROOM.has(own));
}

function layerOf(file: string): number {
  return LAYERS.findIndex((rooms) => rooms.includes(roomOf(file)));
}

/** `blink/intents` is in `blink/`; `errors` is a room of its own. */
function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/') + 1) : file;
}

/** From the ground up, as in the tables here; the words between the names are none of them. */
function roomsInReadme(): readonly string[] {
  const drawn = /^```\n(\d {2}[\s\S]*?)^```/m.exec(code(path.join(TOP, 'README.md')))?.[1] ?? '';
  const lines = drawn.trimEnd().split('\n').reverse();
  return lines.flatMap((line) => roomsIn(line.split(/ {2,}/).slice(2).join(' ')));
}

function roomsInContributing(): readonly string[] {
  const table = code(path.join(TOP, 'CONTRIBUTING.md')).split('| layer | holds |')[1]?.split('\n\n')[0] ?? '';
  return [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) => roomsIn(cell));
}

function roomsIn(text: string): readonly string[] {
  return (text.match(/[a-z][a-z-]*\/?/g) ?? []).filter((word) => word.endsWith('/') || layerOf(word) !== -1);
}

function importsOf(files: readonly string[]): Import[] {
  return files.flatMap((file) =>
    ts.preProcessFile(code(file), true, true).importedFiles.map(({ fileName }) => ({
      from: nameInSrc(file),
      to: fileName.startsWith('.') ? nameInSrc(path.resolve(path.dirname(file), fileName)) : fileName,
    })),
  );
}

function violationsIn(view: string): string[] {
  const text = view.replace(/<%#[\s\S]*?%>/g, '');
  const raw = (text.match(/<%-[\s\S]*?%>/g) ?? []).filter(
    (tag) => !/^<%-\s*include\([^()]*\)\s*%>$/.test(tag),
  );
  const html = text.replace(/<%[\s\S]*?%>/g, '');
  const inline =
    html.match(/<script(?![^>]*\ssrc=)[^>]*>|<style[\s>]|\sstyle\s*=|\son[a-z]+\s*=|javascript:/gi) ?? [];
  return [...raw, ...inline];
}

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function nameInSrc(file: string): string {
  return path.relative(SRC, file).replace(/\.ts$/, '').split(path.sep).join('/');
}

function code(file: string): string {
  return readFileSync(file, 'utf8');
}
