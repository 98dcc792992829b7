import { readFileSync } from 'node:fs';
import path from 'node:path';
import { variableNames } from '../src/server/config/config';
import { GRACE_MS } from '../src/server/serve';

const read = (file: string) => readFileSync(path.join(__dirname, '..', file), 'utf8');

describe('the image', () => {
  const lines = read('Dockerfile').split('\n');
  const last = (instruction: string) => lines.filter((line) => line.startsWith(`${instruction} `)).at(-1);

  it('runs as a number that is not root', () => {
    expect(last('USER')).toMatch(/^USER [1-9]\d+:[1-9]\d+$/);
  });

  it('starts the server itself, not a shell around it that would keep signals to itself', () => {
    expect(last('CMD')).toBe('CMD ["node", "dist/bin/server.js"]');
    expect(lines.filter((line) => /^\s+CMD (?!\[)/.test(line))).toEqual([]);
    expect(last('STOPSIGNAL')).toBe('STOPSIGNAL SIGTERM');
  });

  it('takes no dev dependencies along, and nothing that is not named', () => {
    const final = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(final.filter((line) => line.startsWith('COPY ')).join('\n')).not.toMatch(/COPY \. |test|\.env/);
    expect(lines).toContain('RUN npm ci --omit=dev');
  });
});

describe('the containers', () => {
  const compose = read('compose.yaml');
  const [, checkout = '', migrate = '', postgres = ''] = compose.split(/^  (?:checkout|migrate|postgres):$/m);

  it('are given longer to stop than the server takes to finish its charges', () => {
    const seconds = Number(/stop_grace_period: (\d+)s/.exec(checkout)?.[1]);
    expect(seconds * 1_000).toBeGreaterThan(GRACE_MS + 5_000);
    expect(postgres).toMatch(/stop_grace_period: \d+s/);
  });

  it.each([
    ['the checkout', checkout],
    ['what migrates', migrate],
    ['PostgreSQL', postgres],
  ])('may write nothing, be nobody and become nobody else: %s', (_, service) => {
    expect(service).toMatch(/read_only: true/);
    expect(service).toMatch(/tmpfs:\s+- \/tmp/);
    expect(service).toMatch(/cap_drop:\s+- ALL/);
    expect(service).toMatch(/no-new-privileges:true/);
  });

  it('start in order: PostgreSQL, what migrates, and the checkout when the schema is up to date', () => {
    expect(migrate).toMatch(/depends_on:\s+postgres:\s+condition: service_healthy/);
    expect(migrate).toMatch(/command: \['node', 'dist\/bin\/migrate.js'\]/);
    expect(checkout).toMatch(/depends_on:\s+migrate:\s+condition: service_completed_successfully/);
    expect(checkout).toMatch(/MIGRATE: 'off'/);
    expect(postgres).toMatch(/healthcheck:\s+test: \['CMD', 'pg_isready'/);
  });

  it('keep everything from other machines: a proxy puts TLS in front', () => {
    expect(compose.match(/^ +- '[\d.:]+'$/gm)?.map((line) => line.trim())).toEqual([
      "- '127.0.0.1:3000:3000'",
    ]);
    expect(postgres + migrate).not.toMatch(/ports:/);
  });

  const givenTo = (service: string) => {
    const given = /environment:\n((?: {6}.*\n)+)/.exec(service)?.[1] ?? '';
    return [...given.matchAll(/^ {6}(\w+):/gm)].map(([, name = '']) => name);
  };

  it('keep the password of the owner from the checkout, which connects as a role that owns nothing', () => {
    expect(givenTo(checkout)).toEqual(['DATABASE_URL', 'MIGRATE', 'DATABASE_PASSWORD']);
    expect(checkout).toContain("DATABASE_PASSWORD: ''");
    expect(checkout).not.toContain('${DATABASE_PASSWORD');
    const role = /DATABASE_ROLE: (\w+)/.exec(migrate)?.[1];
    expect(checkout).toContain(`postgres://${role}:\${DATABASE_ROLE_PASSWORD:`);
    expect(migrate).toContain('postgres://checkout:${DATABASE_PASSWORD:'); // who owned everything in earlier volumes
  });

  it('give nobody a variable that is not known, and ask for one of their own', () => {
    const known = [...variableNames, 'DATABASE_PASSWORD'];
    expect([...givenTo(checkout), ...givenTo(migrate)].filter((name) => !known.includes(name))).toEqual([]);
    const asked = [...compose.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
    expect([...new Set(asked)].sort()).toEqual(['DATABASE_PASSWORD', 'DATABASE_ROLE_PASSWORD']);
    expect(variableNames).not.toContain('DATABASE_PASSWORD');
    expect(compose).toContain('DATABASE_PASSWORD=$(openssl rand -hex 32)'); // nothing that an address would need to escape
  });
});

describe('the readme', () => {
  const namesUnder = (heading: string) => {
    const table = read('README.md').split(`\n${heading}\n`)[1]?.split(/^#+ /m)[0] ?? '';
    return [...table.matchAll(/^\| (`[^|]+`) *\|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
  };

  it('names no variable that the server does not know', () => {
    const names = namesUnder('## Configuration');
    expect(names).toContain('PUBLIC_URL');
    expect(names.filter((name) => !variableNames.includes(name))).toEqual([]);
  });

  it('names the variables that the sandbox reads, all of them and no others', () => {
    const names = read('src/sandbox/server.ts').match(/\bSANDBOX_(?!KEYS\b)\w+/g);
    expect(namesUnder('### The sandbox').sort()).toEqual([...new Set(names)].sort());
  });

  it('names the one variable that only compose.yaml reads', () => {
    expect(read('README.md')).toContain('`DATABASE_PASSWORD`');
  });
});
