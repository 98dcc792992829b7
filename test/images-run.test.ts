import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { type RunningSandbox, startSandbox } from '../src/sandbox/start-sandbox';
import { Visitor } from './demo/shop-rig';
import { Command } from './support/command';
import { allInstructions, environmentIn, lastOf, type Stage, stagesOf } from './support/dockerfile';
import { ImageFiles } from './support/image-files';
import { callApi, environment, startServer, stopServer } from './support/rig';
import { answerBank, createOrder, goToBank, payByCard, visit } from './support/shopper';

const stages = stagesOf(readFileSync(path.join(__dirname, '..', 'Dockerfile'), 'utf8'));
const production = stages.at(-1)!;
const demo = stages.find(({ name }) => name === 'demo')!;

describe('an image, put together as the Dockerfile says', () => {
  const files = new ImageFiles(stages);
  let started: Command | undefined;
  let sandbox: RunningSandbox | undefined;
  afterEach(async () => {
    await started?.stop();
    await sandbox?.close();
    sandbox = undefined;
  });
  afterAll(() => files.remove());

  const start = (stage: Stage, env: Readonly<Record<string, string>>): Command => {
    const command = JSON.parse(lastOf(allInstructions(stages, stage), 'CMD')) as readonly string[];
    started = new Command(command, files.of(stage), env);
    return started;
  };

  describe('for production', () => {
    const folder = () => files.of(production);
    const filesIn = (place: string) =>
      readdirSync(path.join(folder(), place), { recursive: true, encoding: 'utf8' });

    it('holds the server, and nothing of the sandbox or the demo', () => {
      const held = readdirSync(folder()).filter((name) => name !== 'node_modules');
      expect(held.sort()).toEqual(['dist', 'migrations', 'package.json', 'public', 'views']);
      const names = held.filter((name) => name !== 'package.json').flatMap(filesIn);
      expect(names).toContain('bin/server.js');
      expect(names.filter((name) => /sandbox|demo/i.test(name))).toEqual([]);
    });

    it('takes no package along that only the development needs', () => {
      expect(filesIn('node_modules')).toContain('express');
      expect(filesIn('node_modules')).not.toContain('typescript');
    });

    it('has of the scripts of the package those that run there', () => {
      const { scripts } = JSON.parse(readFileSync(path.join(folder(), 'package.json'), 'utf8')) as {
        readonly scripts: Readonly<Record<string, string>>;
      };
      expect(Object.keys(scripts).sort()).toEqual(['forget', 'migrate', 'start']);
      const compiled = Object.values(scripts).map(
        (script) => /^(?:exec )?node dist\/(\S+)$/.exec(script)?.[1],
      );
      expect(filesIn('dist')).toEqual(expect.arrayContaining(compiled));
    });

    it('has every part that one of its views includes', () => {
      const views = filesIn('views').filter((name) => name.endsWith('.ejs'));
      const included = views.flatMap((view) => {
        const text = readFileSync(path.join(folder(), 'views', view), 'utf8');
        return [...text.matchAll(/include\(\s*'([^']+)'/g)].map(([, part = '']) =>
          path.join(path.dirname(view), `${part}.ejs`),
        );
      });
      expect(included.length).toBeGreaterThan(50);
      expect(included.filter((part) => !views.includes(part))).toEqual([]);
    });

    it('starts and takes a payment', async () => {
      sandbox = await startSandbox();
      const origin = await freeOrigin();
      const server = start(production, {
        ...environmentIn(allInstructions(stages, production)),
        ...environment(origin, sandbox.origin),
        PORT: new URL(origin).port,
        HOST: '127.0.0.1',
      });
      await server.says('"listening"');
      expect((await visit(`${origin}/healthz`)).status).toBe(200);
      expect((await visit(`${origin}/docs`)).status).toBe(200);
      const api = callApi.bind(null, origin);
      const order = await createOrder({ api });
      const bank = await goToBank(await payByCard({ sandboxOrigin: sandbox.origin }, order.checkout_url));
      expect((await answerBank(bank, 'Approve')).text).toContain('Payment received');
      expect((await api('GET', `/orders/${order.id}`)).body.status).toBe('paid');
      expect(await server.stop()).toBe(0);
    });
  });

  describe('for the demo', () => {
    const ADDRESS = /(Shop|Checkout|Sandbox) +(http:\/\/127\.0\.0\.1:\d+)/g;
    const addressesIn = (said: string) =>
      Object.fromEntries([...said.matchAll(ADDRESS)].map(([, name = '', origin = '']) => [name, origin])) as {
        readonly [name in 'Shop' | 'Checkout' | 'Sandbox']: string;
      };
    const startDemo = async (env: Readonly<Record<string, string>>) =>
      addressesIn(await start(demo, env).says('Ctrl+C ends it'));

    it('sells what is paid with the test card, at addresses that its ports can be published from', async () => {
      const { Shop, Checkout, Sandbox } = await startDemo(environmentIn(allInstructions(stages, demo)));
      for (const page of [`${Shop}/`, `${Checkout}/healthz`, `${Sandbox}/sandbox`])
        expect((await fetch(elsewhere(page))).status).toBe(200);
      const visitor = new Visitor(Shop);
      await visitor.open('/');
      await visitor.press(/Harbour mug/);
      await visitor.open('/basket');
      const { location } = await visitor.press('Go to checkout');
      expect(new URL(String(location)).origin).toBe(Checkout);
      const bank = await goToBank(await payByCard({ sandboxOrigin: Sandbox }, String(location)));
      expect((await answerBank(bank, 'Approve')).text).toContain('Payment received');
      expect((await visitor.open('/orders')).text).toContain('Paid');
      expect(await started?.stop()).toBe(0);
    });

    it('answers to this machine only, when no container keeps others away', async () => {
      const { Shop, Checkout, Sandbox } = await startDemo({});
      for (const page of [`${Shop}/`, `${Checkout}/healthz`, `${Sandbox}/sandbox`]) {
        expect((await fetch(page)).status).toBe(200);
        await expect(fetch(elsewhere(page))).rejects.toThrow();
      }
    });

    it('does not start where nothing would answer at the addresses that it gives out', async () => {
      const refused = start(demo, { DEMO_HOST: '192.0.2.1' });
      expect(await refused.exit).toBe(1);
      expect(refused.said).toContain('DEMO_HOST is neither 127.0.0.1 nor 0.0.0.0: 192.0.2.1');
    });
  });
});

/** The same page at another address of this machine; one of 127.0.0.0/8 where it has no other. */
function elsewhere(page: string): string {
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const other = own.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.2';
  return page.replace('127.0.0.1', other);
}

/** An address that nobody listens at. */
async function freeOrigin(): Promise<string> {
  const { server, origin } = await startServer();
  await stopServer(server);
  return origin;
}
