import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { STOP_WITHIN_MS } from '../src/demo/service';
import { variableNames } from '../src/server/config/variables';
import { GRACE_MS } from '../src/server/serve';
import { allInstructions, environmentIn, lastOf, stagesOf } from './support/dockerfile';

const read = (file: string) => readFileSync(path.join(__dirname, '..', file), 'utf8');

const stages = stagesOf(read('Dockerfile'));
const demo = stages.find(({ name }) => name === 'demo')!;
const production = stages.at(-1)!;

describe.each([
  ['production', production, 'dist/bin/server.js'],
  ['the demo', demo, 'dist/demo/server.js'],
])('the image for %s', (_name, stage, file) => {
  const instructions = allInstructions(stages, stage);

  it('runs as a number that is not root', () => {
    expect(lastOf(instructions, 'USER')).toMatch(/^[1-9]\d+:[1-9]\d+$/);
  });

  it('starts the server itself, not a shell around it that would keep signals to itself', () => {
    expect(lastOf(instructions, 'CMD')).toBe(`["node", "${file}"]`);
    expect(lastOf(instructions, 'HEALTHCHECK')).toMatch(/ CMD \["node", /);
    expect(lastOf(instructions, 'STOPSIGNAL')).toBe('SIGTERM');
  });

  it('takes no dev dependencies along, and nothing that is not named', () => {
    const copied = instructions.filter(({ word }) => word === 'COPY').map(({ rest }) => rest);
    expect(copied.join('\n')).not.toMatch(/^\. |test|\.env/m);
    expect(copied.filter((rest) => rest.includes('node_modules'))).toEqual([
      '--from=dependencies /app/node_modules ./node_modules',
    ]);
    const dependencies = stages.find(({ name }) => name === 'dependencies')!;
    expect(dependencies.instructions).toContainEqual({ word: 'RUN', rest: 'npm ci --omit=dev' });
  });

  it('has no layer that holds what a later one takes away', () => {
    expect(instructions.filter(({ word }) => word === 'RUN')).toEqual([]);
  });
});

describe('the images', () => {
  it('are for production, unless somebody names the demo', () => {
    expect(stages.filter(({ name }) => name === 'demo')).toEqual([demo]);
    expect(stages.indexOf(demo)).toBeLessThan(stages.length - 1);
    expect(production.name).toBe('');
  });
});

describe('the containers', () => {
  const compose = read('compose.yaml');
  const [, checkout = '', migrate = '', postgres = ''] = compose.split(/^  (?:checkout|migrate|postgres):$/m);
  const composeOfDemo = read('compose.demo.yaml');

  it('are given longer to stop than the server takes to finish its charges', () => {
    const seconds = Number(/stop_grace_period: (\d+)s/.exec(checkout)?.[1]);
    expect(seconds * 1_000).toBeGreaterThan(GRACE_MS + 5_000);
    expect(postgres).toMatch(/stop_grace_period: \d+s/);
  });

  it.each([
    ['the checkout', checkout],
    ['what migrates', migrate],
    ['PostgreSQL', postgres],
    ['the demo', composeOfDemo],
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

describe('the container of the demo', () => {
  const compose = read('compose.demo.yaml');
  const instructions = allInstructions(stages, demo);

  it('is made from the stage of the demo, and starts what that says', () => {
    expect(compose).toMatch(/build:\n +context: \.\n +target: demo\n/);
    expect(compose).not.toMatch(/command:|entrypoint:/);
  });

  it('has the ports of the shop, the checkout and the sandbox, under the same numbers on this machine only', () => {
    const published = [...compose.matchAll(/^ +- '([\d.]+):(\d+):(\d+)'$/gm)];
    expect(published.map(([, address]) => address)).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
    const ports = published.map(([, , port]) => port);
    expect(published.map(([, , , inside]) => inside)).toEqual(ports);
    expect(lastOf(instructions, 'EXPOSE').split(' ')).toEqual(ports);
    const preferred = [...read('src/demo/server.ts').matchAll(/^const \w+_PORT = (\d+);$/gm)];
    expect(preferred.map(([, port]) => port).sort()).toEqual([...ports].sort());
    expect(environmentIn(instructions)['DEMO_HOST']).toBe('0.0.0.0');
    expect(lastOf(instructions, 'HEALTHCHECK')).toContain(`'http://127.0.0.1:${ports[0]}/'`);
  });

  it('is given no secret: each start draws its own', () => {
    expect(compose).not.toMatch(/env_file|environment|secrets|volumes|\$\{/);
  });

  it('is a project of its own, which takes nothing away from the checkout that runs beside it', () => {
    expect(compose).toMatch(/^name: blink-checkout-demo$/m);
    expect(compose).toMatch(/^ {4}image: blink-checkout-demo$/m);
  });

  it('is given longer to stop than the demo waits for its checkout', () => {
    const seconds = Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1]);
    expect(seconds * 1_000).toBeGreaterThan(STOP_WITHIN_MS + 5_000);
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

  it('names the variables that the demo reads, all of them and no others', () => {
    const names = filesOfDemo().flatMap((file) => file.match(/\bDEMO_\w+/g) ?? []);
    expect(namesUnder('### The demo').sort()).toEqual([...new Set(names)].sort());
  });

  it('names the one variable that only compose.yaml reads', () => {
    expect(read('README.md')).toContain('`DATABASE_PASSWORD`');
  });
});

function filesOfDemo(): readonly string[] {
  return readdirSync(path.join(__dirname, '..', 'src', 'demo')).map((file) => read(`src/demo/${file}`));
}
