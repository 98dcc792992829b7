import request from 'supertest';
import { rateLimitInMemory } from '../../src/web/memory-rate-limit';
import { limitRequests, type RateLimit } from '../../src/web/rate-limits';
import { TestClock } from '../support/test-clock';
import { edgeApp } from '../support/edge-app';

function limitedApp(limits: readonly RateLimit[], trustedProxies = 0) {
  return edgeApp(
    (routes) => {
      routes.post(
        '/api/pay',
        ...limits.map((limit) => limitRequests(limit)),
        (_req, res) => void res.json({}),
      );
    },
    { trustedProxies },
  ).app;
}

describe('a limit', () => {
  const limit = () => rateLimitInMemory({ name: 'card', requests: 3, seconds: 3_600 });

  it('lets through what is within it and says how much is left', async () => {
    const app = limitedApp([limit()]);
    const left: (string | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { status, headers } = await request(app).post('/api/pay');
      expect(status).toBe(200);
      expect(headers['ratelimit-policy']).toBe('"card";q=3;w=3600');
      left.push(/^"card";r=(\d+);t=3600$/.exec(headers['ratelimit'] ?? '')?.[1]);
    }
    expect(left).toEqual(['2', '1', '0']);
  });

  it('refuses what is beyond it and says when to come back', async () => {
    const app = limitedApp([limit()]);
    for (let count = 0; count < 3; count += 1) await request(app).post('/api/pay');
    const { status, headers, body } = await request(app).post('/api/pay');
    expect(status).toBe(429);
    expect(headers['retry-after']).toBe('3600');
    expect(headers['ratelimit']).toBe('"card";r=0;t=3600');
    expect(body).toMatchObject({
      code: 'too_many_requests',
      detail: 'Too many requests: try again in 3600 seconds',
    });
  });

  it('counts each sender alone', async () => {
    const one = limit();
    for (let count = 0; count < 3; count += 1) await one.take('192.0.2.1');
    expect((await one.take('192.0.2.1')).isAllowed).toBe(false);
    expect((await one.take('192.0.2.2')).isAllowed).toBe(true);
  });

  it('counts apart from another limit, and shows both', async () => {
    const app = limitedApp([limit(), rateLimitInMemory({ name: 'all', requests: 9, seconds: 60 })]);
    const { headers } = await request(app).post('/api/pay');
    expect(headers['ratelimit']).toBe('"card";r=2;t=3600, "all";r=8;t=60');
  });

  it('passes on a failure of what counts, instead of taking it for a refusal', async () => {
    const broken: RateLimit = { ...limit(), take: () => Promise.reject(new Error('store is gone')) };
    expect((await request(limitedApp([broken])).post('/api/pay')).status).toBe(500);
  });
});

describe('a limit that counts in this process', () => {
  const CARD = { name: 'card', requests: 1, seconds: 60 };

  it('forgets whoever was seen longest ago when there are too many, and nobody else', async () => {
    const limit = rateLimitInMemory(CARD, new TestClock(), 3);
    for (const key of ['1', '2', '3', '1', '4']) await limit.take(key);
    expect((await limit.take('1')).isAllowed).toBe(false);
    expect((await limit.take('3')).isAllowed).toBe(false);
    expect((await limit.take('2')).isAllowed).toBe(true);
  });

  it('begins anew when its window is over, and when the clock was set back', async () => {
    const clock = new TestClock();
    const limit = rateLimitInMemory(CARD, clock);
    const isAllowed = async () => (await limit.take('1')).isAllowed;
    expect([await isAllowed(), await isAllowed()]).toEqual([true, false]);
    clock.advance(60_000);
    expect([await isAllowed(), await isAllowed()]).toEqual([true, false]);
    clock.advance(-3_600_000);
    expect(await isAllowed()).toBe(true);
  });

  it('takes back what was given back, and never more', async () => {
    const limit = rateLimitInMemory(CARD, new TestClock());
    await limit.giveBack('1');
    expect((await limit.take('1')).isAllowed).toBe(true);
    await limit.giveBack('1');
    expect((await limit.take('1')).isAllowed).toBe(true);
    expect((await limit.take('1')).isAllowed).toBe(false);
  });
});

describe('who is counted', () => {
  const oneEach = (trustedProxies: number) =>
    limitedApp([rateLimitInMemory({ name: 'card', requests: 1, seconds: 60 })], trustedProxies);

  it('is never whom the sender claims to be', async () => {
    const app = oneEach(0);
    await request(app).post('/api/pay').set('X-Forwarded-For', '192.0.2.1');
    const other = await request(app).post('/api/pay').set('X-Forwarded-For', '192.0.2.2');
    expect(other.headers['ratelimit']).toBe('"card";r=0;t=60');
  });

  it('is, behind one proxy, whom that proxy saw, whatever the sender put before it', async () => {
    const app = oneEach(1);
    await request(app).post('/api/pay').set('X-Forwarded-For', '198.51.100.1, 192.0.2.1');
    const same = await request(app).post('/api/pay').set('X-Forwarded-For', '198.51.100.2, 192.0.2.1');
    const other = await request(app).post('/api/pay').set('X-Forwarded-For', '198.51.100.1, 192.0.2.2');
    expect([same.status, other.status]).toEqual([429, 200]);
  });

  it.each(['192.0.2.1:51234', '[::ffff:192.0.2.1]:443', '::ffff:c000:201', '"192.0.2.1"'])(
    'is the same address however it is written: %s',
    async (written) => {
      const app = oneEach(1);
      await request(app).post('/api/pay').set('X-Forwarded-For', '192.0.2.1');
      const same = await request(app).post('/api/pay').set('X-Forwarded-For', written);
      expect(same.status).toBe(429);
    },
  );

  it('is nobody alone behind a proxy on this network that we were not told of: none is refused for another', async () => {
    const app = oneEach(0);
    const statuses: number[] = [];
    for (let each = 1; each <= 3; each += 1)
      statuses.push((await request(app).post('/api/pay').set('X-Forwarded-For', `192.0.2.${each}`)).status);
    expect(statuses).toEqual([200, 200, 200]);
  });

  it('is refused all the same where nobody says that it speaks for another', async () => {
    const app = oneEach(0);
    await request(app).post('/api/pay');
    expect((await request(app).post('/api/pay')).status).toBe(429);
  });
});
