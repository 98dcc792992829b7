import { KeptAnswers } from '../../src/terminals/kept-answers';
import { TestClock } from '../support/test-clock';

let clock: TestClock;
let kept: KeptAnswers<number>;
let asked: number;
beforeEach(() => {
  clock = new TestClock();
  kept = new KeptAnswers(clock);
  asked = 0;
});

const ask = () => Promise.resolve(++asked);
const fail = () => Promise.reject(new Error(`failure ${++asked}`));

describe('an answer', () => {
  it('serves everybody who asks within five seconds', async () => {
    expect(await kept.get('a', ask)).toBe(1);
    clock.advance(4_999);
    expect(await kept.get('a', ask)).toBe(1);
    clock.advance(1);
    expect(await kept.get('a', ask)).toBe(2);
  });

  it('is waited for by all who ask meanwhile, however long it takes, and kept from when it came', async () => {
    let come: (answer: number) => void = () => undefined;
    const first = kept.get('a', () => new Promise((resolve) => (come = resolve)));
    clock.advance(60_000);
    const second = kept.get('a', ask);
    come(7);
    expect(await Promise.all([first, second])).toEqual([7, 7]);
    clock.advance(4_999);
    expect(await kept.get('a', ask)).toBe(7);
    expect(asked).toBe(0);
  });

  it('is one of its own question', async () => {
    expect(await kept.get('a', ask)).toBe(1);
    expect(await kept.get('b', ask)).toBe(2);
    expect(await kept.get('a', ask)).toBe(1);
  });

  it('is kept when it is a failure, too, and no longer', async () => {
    await expect(kept.get('a', fail)).rejects.toThrow('failure 1');
    await expect(kept.get('a', fail)).rejects.toThrow('failure 1');
    clock.advance(5_000);
    expect(await kept.get('a', ask)).toBe(2);
  });

  it('is not kept for hours when the clock is set back', async () => {
    await kept.get('a', ask);
    clock.advance(-3_600_000);
    expect(await kept.get('a', ask)).toBe(2);
  });

  it('makes room for newer ones: the oldest goes first', async () => {
    for (let index = 0; index <= 500; index += 1) await kept.get(`question ${index}`, ask);
    expect(await kept.get('question 1', ask)).toBe(2);
    expect(await kept.get('question 0', ask)).toBe(502);
  });
});
