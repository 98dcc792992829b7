import path from 'node:path';
import { freePort } from '../../src/demo/free-port';
import { startService, type Service, type ServiceOptions } from '../../src/demo/service';
import { listen } from './shop-rig';

const SCRIPT = path.join(__dirname, 'fixtures', 'service.cjs');

describe('a service of the demo', () => {
  let running: Service[];
  let origin: string;
  beforeEach(() => void (running = []));
  afterEach(() => Promise.all(running.map((service) => service.stop())));

  const start = async (
    env: Record<string, string> = {},
    more: Partial<ServiceOptions> = {},
  ): Promise<Service> => {
    const port = await freePort(20_000 + Math.floor(Math.random() * 20_000));
    origin = `http://127.0.0.1:${port}`;
    const options: ServiceOptions = {
      name: 'the fixture',
      script: SCRIPT,
      env: { PORT: String(port), ...env },
      readyUrl: `${origin}/`,
      output: 'hidden',
      ...more,
    };
    const service = await startService(options);
    running.push(service);
    return service;
  };
  const about = async () =>
    (await (await fetch(origin)).json()) as { names: string[]; folder: string; pid: number };

  it('is there once it says that it is ready', async () => {
    await start({ READY_AFTER_ASKED: '2' });
    expect((await fetch(origin)).status).toBe(200);
  });

  it('knows nothing of our environment and finds no .env of ours', async () => {
    process.env['SECRET_OF_THE_OPERATOR'] = 'x';
    await start();
    delete process.env['SECRET_OF_THE_OPERATOR'];
    const { names, folder } = await about();
    expect(names).toContain('PORT');
    expect(names).not.toContain('SECRET_OF_THE_OPERATOR');
    expect(names).not.toContain('HOME');
    expect(folder).toBe(path.dirname(SCRIPT));
  });

  it('is gone after it was stopped, and stopping it again is no harm', async () => {
    const service = await start();
    await service.stop();
    await service.stop();
    await expect(fetch(origin)).rejects.toThrow();
  });

  it('says so when it ends by itself', async () => {
    const service = await start();
    await fetch(`${origin}/end`).catch(() => undefined);
    expect(await service.endedByItself).toBe('the fixture ended with code 7');
  });

  it('fails to start when it ends before it is ready', async () => {
    await expect(start({ ENDS_WITH: '3' })).rejects.toThrow('the fixture ended with code 3');
  });

  it('is stopped when it does not get ready in time', async () => {
    const late = start({ READY_AFTER_ASKED: '1000000' }, { readyWithinMs: 500 });
    await expect(late).rejects.toThrow('the fixture was not ready within 500 ms');
    await expect(fetch(origin)).rejects.toThrow();
  });
});

describe('the port of a service', () => {
  it('is the preferred one when nobody listens there, and the next free one otherwise', async () => {
    const taken = await listen();
    const port = Number(new URL(taken.origin).port);
    expect(await freePort(port)).toBeGreaterThan(port);
    await taken.stop();
    expect(await freePort(port)).toBe(port);
  });
});
