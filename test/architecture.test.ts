import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';

const TOP = path.join(__dirname, '..');
const SRC = path.join(TOP, 'src');

/** From the ground up. A file may import from the rooms of lower layers and from its own, and never from beside or above. */
const LAYERS: readonly (readonly string[])[] = [
  ['kernel'],
  ['postgres', 'sandbox'],
  ['ledger', 'queue', 'blink'],
  ['payments'],
  ['web'],
  ['pages', 'api'],
  ['orders'],
  ['repeat-payments'],
  ['notifications'],
  ['delivery'],
  ['terminals'],
  ['admin'],
  ['server'],
  ['bin', 'demo'],
];
/** What a feature is made of, from the ground up: the same rooms in each. */
const FEATURES: readonly string[] = ['orders', 'repeat-payments'];
const ROOMS_OF_A_FEATURE: readonly (readonly string[])[] = [
  ['domain'],
  ['store'],
  ['use-cases'],
  ['pages', 'api'],
];
/** These know nothing of HTTP. */
const WITHOUT_EXPRESS =
  /^(?:kernel|postgres|ledger|queue|blink|payments|orders\/(?:domain|store|use-cases)|repeat-payments\/(?:domain|store|use-cases))\//;

interface Import {
  /** Relative to `src`, without its ending: `blink/intents`. */
  readonly from: string;
  /** The same for a file of ours; a package's name otherwise. */
  readonly to: string;
}

describe('the layers', () => {
  const imports = importsOf(filesUnder(SRC, '.ts'));

  it('know every file: none lies loose, and none in a folder that is no room', () => {
    const files = filesUnder(SRC, '.ts').map(nameInSrc);
    expect(files.filter((file) => layerOf(roomOf(file)) === -1)).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });

  it('import only what is below them', () => {
    expect(imports.length).toBeGreaterThan(200);
    const up = imports.filter(isAgainstTheLayers).map(({ from, to }) => `${from} ${to}`);
    expect(up).toEqual([]);
  });

  it('have no two files that need each other, not even by their types', () => {
    expect(ringsIn(imports)).toEqual([]);
  });

  it('would be seen to have them', () => {
    const three = [
      { from: 'a/one', to: 'a/two' },
      { from: 'a/two', to: 'b/three' },
      { from: 'b/three', to: 'a/one' },
      { from: 'b/four', to: 'a/one' },
    ];
    expect(ringsIn(three)).toEqual([['a/one', 'a/two', 'b/three']]);
    expect(ringsIn(three.slice(1))).toEqual([]);
  });

  it.each([
    ['README', roomsInReadme()],
    ['CONTRIBUTING', roomsInContributing()],
  ])('are what the %s shows: every room, and in their order', (_page, shown) => {
    const rooms = new Set(filesUnder(SRC, '.ts').map((file) => roomOf(nameInSrc(file))));
    expect(shown.filter((room) => !rooms.has(room))).toEqual([]);
    expect([...rooms].filter((room) => !shown.includes(room))).toEqual([]);
    const layers = shown.map((room) => layerOf(room));
    expect(layers).toEqual([...layers].sort((one, other) => one - other));
  });

  it.each([
    ['payments/ask-once', 'orders/use-cases/verify', 'something above'],
    ['web/page', 'orders/pages/pages', 'something above'],
    ['kernel/errors', 'orders/domain/order', 'something above'],
    ['orders/pages/routes', 'server/app', 'something above'],
    ['orders/pages/routes', 'delivery/outbox', 'something above'],
    ['orders/domain/order', 'repeat-payments/domain/plan', 'something above'],
    ['blink/blink', 'ledger/ledger', 'the room beside'],
    ['sandbox/tokens', 'blink/transport/access-token', 'the client of Blink'],
    ['sandbox/tokens', 'postgres/database', 'more than the kernel'],
    ['api/router', 'pages/card-form', 'the room beside'],
    ['pages/card-form', 'orders/pages/routes', 'something above'],
    ['web/page', 'pages/hosted-page', 'something above'],
    ['server/services', 'sandbox/sandbox', 'the sandbox'],
    ['orders/use-cases/charge', 'sandbox/sandbox', 'the sandbox'],
    ['server/app', 'demo/server', 'the demo'],
    ['orders/domain/order', 'orders/store/store', 'a room above in its feature'],
    ['orders/store/store', 'orders/use-cases/charge', 'a room above in its feature'],
    ['orders/use-cases/charge', 'orders/pages/routes', 'a room above in its feature'],
    ['orders/api/order-view', 'orders/pages/receipt', 'the room beside in its feature'],
    ['orders/domain/order', 'express', 'Express'],
    ['blink/transport/transport', 'express', 'Express'],
    ['orders/use-cases/charge', 'express-serve-static-core', 'Express'],
  ])('would be seen to break it if %s imported %s: %s', (from, to) => {
    expect(isAgainstTheLayers({ from, to })).toBe(true);
  });

  it.each([
    ['orders/use-cases/verify', 'blink/blink'],
    ['orders/use-cases/verify', 'orders/store/store'],
    ['orders/store/store', 'orders/domain/order'],
    ['repeat-payments/domain/plan', 'orders/domain/order'],
    ['server/app', 'web/edge'],
    ['bin/server', 'server/config/config'],
    ['sandbox/server', 'sandbox/sandbox'],
    ['sandbox/money', 'kernel/money'],
    ['demo/server', 'sandbox/sandbox'],
    ['web/page', 'express'],
    ['orders/pages/routes', 'express'],
    ['sandbox/sandbox', 'express'],
    ['kernel/clock', 'kernel/money'],
  ])('would let %s import %s', (from, to) => {
    expect(isAgainstTheLayers({ from, to })).toBe(false);
  });
});

describe('the environment', () => {
  it('is read by the configuration, and by the entry points of the sandbox and the demo', () => {
    const readers = filesUnder(SRC, '.ts').filter((file) =>
      /process\s*\.\s*env\b|process\[/.test(code(file)),
    );
    const allowed = /^(?:server\/config\/load-config|sandbox\/server|demo\/[\w-]+)$/;
    expect(readers.map(nameInSrc).filter((file) => !allowed.test(file))).toEqual([]);
    expect(readers.map(nameInSrc)).toContain('server/config/load-config');
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
    const { stdout } = await promisify(execFile)(eslint, ['--print-config', 'src/server/app.ts'], {
      cwd: TOP,
    });
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
  if (layerOf(roomOf(to)) === -1) return /^express/.test(to) && WITHOUT_EXPRESS.test(from);
  const [room, target] = [roomOf(from), roomOf(to)];
  if (room === target) return FEATURES.includes(room) && isAgainstTheRoomsOfAFeature(from, to);
  if (target === 'sandbox') return room !== 'demo';
  return layerOf(target) >= layerOf(room);
}

function isAgainstTheRoomsOfAFeature(from: string, to: string): boolean {
  const [own, target] = [from, to].map((file) => file.split('/')[1] ?? '');
  if (own === target) return false;
  const layer = (room = '') => ROOMS_OF_A_FEATURE.findIndex((rooms) => rooms.includes(room));
  return layer(target) >= layer(own);
}

/** Groups of files of which each can be reached from each other: at best there are none. */
function ringsIn(all: readonly Import[]): readonly (readonly string[])[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of all) targets.set(from, [...(targets.get(from) ?? []), to]);
  const reachable = (start: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const next = [...(targets.get(start) ?? [])];
    for (let file = next.pop(); file !== undefined; file = next.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      next.push(...(targets.get(file) ?? []));
    }
    return seen;
  };
  const reach = new Map([...targets.keys()].map((file) => [file, reachable(file)]));
  const inRings = [...reach].filter(([file, reached]) => reached.has(file)).map(([file]) => file);
  const rings = inRings.map((file) =>
    inRings.filter((other) => reach.get(file)?.has(other) && reach.get(other)?.has(file)).sort(),
  );
  return [...new Map(rings.map((ring) => [ring.join(), ring])).values()];
}

function layerOf(room: string): number {
  return LAYERS.findIndex((rooms) => rooms.includes(room));
}

/** `blink/wire/json` is in `blink`. A file that lies in no folder is in none. */
function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
}

/** From the ground up, as in the tables here; the words between the names are none of them. */
function roomsInReadme(): readonly string[] {
  const drawn = /^```\n( *bin\/[\s\S]*?)^```/m.exec(code(path.join(TOP, 'README.md')))?.[1] ?? '';
  const lines = drawn.trimEnd().split('\n').reverse();
  return lines.flatMap((line) => roomsIn(line.split(/ {4,}/)[0] ?? ''));
}

function roomsInContributing(): readonly string[] {
  const table = code(path.join(TOP, 'CONTRIBUTING.md')).split('| room | holds |')[1]?.split('\n\n')[0] ?? '';
  const rows = [...table.matchAll(/^\| (.*?) \|/gm)].map(([, cell = '']) => cell).reverse();
  return rows.flatMap(roomsIn);
}

function roomsIn(text: string): readonly string[] {
  return (text.match(/[a-z][a-z-]*\//g) ?? []).map((room) => room.slice(0, -1));
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
