import { readFileSync } from 'node:fs';
import path from 'node:path';
import { GRACE_MS } from '../src/serve';

const read = (file: string) => readFileSync(path.join(__dirname, '..', file), 'utf8');

describe('the image', () => {
  const lines = read('Dockerfile').split('\n');
  const last = (instruction: string) => lines.filter((line) => line.startsWith(`${instruction} `)).at(-1);

  it('runs as a number that is not root', () => {
    expect(last('USER')).toMatch(/^USER [1-9]\d+:[1-9]\d+$/);
  });

  it('starts the server itself, not a shell around it that would keep signals to itself', () => {
    expect(last('CMD')).toBe('CMD ["node", "dist/server.js"]');
    expect(lines.filter((line) => /^\s+CMD (?!\[)/.test(line))).toEqual([]);
    expect(last('STOPSIGNAL')).toBe('STOPSIGNAL SIGTERM');
  });

  it('takes no dev dependencies along, and nothing that is not named', () => {
    const final = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(final.filter((line) => line.startsWith('COPY ')).join('\n')).not.toMatch(/COPY \. |test|\.env/);
    expect(lines).toContain('RUN npm ci --omit=dev');
  });
});

describe('the container', () => {
  const compose = read('compose.yaml');

  it('is given longer to stop than the server takes to finish its charges', () => {
    const seconds = Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1]);
    expect(seconds * 1_000).toBeGreaterThan(GRACE_MS + 5_000);
  });

  it('may write nothing, be nobody and become nobody else', () => {
    expect(compose).toMatch(/read_only: true/);
    expect(compose).toMatch(/tmpfs:\s+- \/tmp/);
    expect(compose).toMatch(/cap_drop:\s+- ALL/);
    expect(compose).toMatch(/no-new-privileges:true/);
  });
});
