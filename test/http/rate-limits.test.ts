import request from 'supertest';
import { addressOf, limitRequests, type RateLimit, rateLimitInMemory } from '../../src/http/rate-limits';
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

describe('who is counted', () => {
  const keyOf = (ip: string | undefined) => addressOf({ ip });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    [undefined, 'unknown'],
  ])('is, for %s, %s', (ip, key) => {
    expect(keyOf(ip)).toBe(key);
  });

  it('keeps neighbouring networks apart', () => {
    expect(keyOf('2001:db8:1:2::1')).not.toBe(keyOf('2001:db8:1:3::1'));
  });

  it('is never whom the sender claims to be', async () => {
    const app = limitedApp([rateLimitInMemory({ name: 'card', requests: 1, seconds: 60 })]);
    await request(app).post('/api/pay').set('X-Forwarded-For', '192.0.2.1');
    const { status } = await request(app).post('/api/pay').set('X-Forwarded-For', '192.0.2.2');
    expect(status).toBe(429);
  });

  it('is, behind one proxy, whom that proxy saw, whatever the sender put before it', async () => {
    const app = limitedApp([rateLimitInMemory({ name: 'card', requests: 1, seconds: 60 })], 1);
    await request(app).post('/api/pay').set('X-Forwarded-For', '198.51.100.1, 192.0.2.1');
    const same = await request(app).post('/api/pay').set('X-Forwarded-For', '198.51.100.2, 192.0.2.1');
    const other = await request(app).post('/api/pay').set('X-Forwarded-For', '198.51.100.1, 192.0.2.2');
    expect([same.status, other.status]).toEqual([429, 200]);
  });
});
