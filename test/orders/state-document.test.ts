import { readFileSync } from 'node:fs';
import path from 'node:path';
import { STATUSES } from '../../src/blink/wire/statuses';
import { ATTEMPT_STATUSES } from '../../src/orders/domain/order';
import { TRANSITIONS } from '../../src/orders/domain/transitions';
import { stateDocument } from './state-document';

describe('docs/states.md', () => {
  it('is what the code says; `npm run docs:states` draws it anew', () => {
    const drawn = readFileSync(path.join(__dirname, '..', '..', 'docs', 'states.md'), 'utf8');
    expect(drawn).toBe(stateDocument());
  });

  it('may show the words of wallets and of cards as the same, for they are', () => {
    expect(STATUSES.wallet).toBe(STATUSES.card);
  });

  it('has a line for every way that an attempt may go, each with what happens on it', () => {
    const lines = stateDocument().split('\n');
    for (const from of ATTEMPT_STATUSES) {
      for (const to of ATTEMPT_STATUSES) {
        const drawn = lines.filter((line) => line.trim().startsWith(`${from} --> ${to}: `));
        expect({ from, to, drawn: drawn.length }).toEqual({
          from,
          to,
          drawn: TRANSITIONS[from].includes(to) ? 1 : 0,
        });
        for (const line of drawn) expect(line).toMatch(/: \S/);
      }
    }
  });
});
