import { Cookie, type SessionData } from 'express-session';
import { MINUTE } from '../../src/kernel/clock';
import { BoundedSessionStore } from '../../src/demo/bounded-session-store';
import { TestClock } from '../support/test-clock';

const data = (key: string): SessionData => ({ cookie: new Cookie(), purchase: { key, round: 0 } });

describe('the store of the shop’s sessions', () => {
  let clock: TestClock;
  let store: BoundedSessionStore;
  beforeEach(() => {
    clock = new TestClock();
    store = new BoundedSessionStore(clock, 2, 30 * MINUTE);
  });

  const set = (id: string) => new Promise((resolve) => store.set(id, data(id), resolve));
  const keyOf = (id: string) =>
    new Promise<string | undefined>((resolve) =>
      store.get(id, (_error, session) => resolve(session?.purchase?.key)),
    );

  it('gives back what was kept', async () => {
    await set('one');
    expect(await keyOf('one')).toBe('one');
    expect(await keyOf('another')).toBeUndefined();
  });

  it('makes room by forgetting the session that was unused for longest', async () => {
    await set('one');
    await set('two');
    store.touch('one', data('one'));
    await set('three');
    expect([await keyOf('one'), await keyOf('two'), await keyOf('three')]).toEqual([
      'one',
      undefined,
      'three',
    ]);
  });

  it('forgets a session that was not used for its lifetime, and not a moment before', async () => {
    await set('one');
    clock.advance(30 * MINUTE - 1);
    expect(await keyOf('one')).toBe('one');
    clock.advance(1);
    expect(await keyOf('one')).toBeUndefined();
  });

  it('forgets a session on demand', async () => {
    await set('one');
    store.destroy('one');
    expect(await keyOf('one')).toBeUndefined();
  });
});
