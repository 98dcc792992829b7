import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SRC = path.join(__dirname, '../../src');

describe.each(['orders/use-cases', 'repeat-payments/use-cases'])('the flows of %s', (room) => {
  const folder = path.join(SRC, room);
  const text = readFileSync(path.join(folder, 'README.md'), 'utf8');
  const named = [...text.matchAll(/`([\w./-]+\.ts)`/g)].map(([, file = '']) => file);

  it('name only files that are there', () => {
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((file) => !existsSync(path.join(folder, file)))).toEqual([]);
  });

  it('leave no use case out', () => {
    const useCases = readdirSync(folder).filter((file) => file.endsWith('.ts'));
    expect(useCases.filter((file) => !named.includes(file))).toEqual([]);
  });
});

describe('how to change it', () => {
  const text = readFileSync(path.join(SRC, '../docs/how-to-change-it.md'), 'utf8');

  it('names only files and folders that are there', () => {
    const named = [...text.matchAll(/`((?:src|test|docs|migrations)\b[\w./-]*)`/g)].map(
      ([, place = '']) => place,
    );
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((place) => !existsSync(path.join(SRC, '..', place)))).toEqual([]);
  });

  it('says it of ten changes', () => {
    expect(text.match(/^## /gm)).toHaveLength(10);
  });
});
