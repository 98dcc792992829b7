import { InFlight } from '../../src/payments/in-flight';

function deferred() {
  let finish: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const done = new Promise<string>((resolve, reject) => {
    finish = () => resolve('done');
    fail = reject;
  });
  return { done, finish, fail };
}

/** Whether a promise has been settled by the time everything that can run now has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => (settled = true),
    () => (settled = true),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe('work in flight', () => {
  it('gives its own result to whoever started it', async () => {
    const inFlight = new InFlight();
    expect(await inFlight.track('ord_1', () => Promise.resolve('well'))).toBe('well');
    await expect(inFlight.track('ord_1', () => Promise.reject(new Error('ill')))).rejects.toThrow('ill');
  });

  it('can be waited for by its order, whether it goes well or not', async () => {
    const inFlight = new InFlight();
    const [one, other] = [deferred(), deferred()];
    void inFlight.track('ord_1', () => one.done);
    inFlight.track('ord_1', () => other.done).catch(() => undefined);
    const settled = inFlight.settled('ord_1');
    one.finish();
    expect(await isSettled(settled)).toBe(false);
    other.fail(new Error('lost'));
    expect(await isSettled(settled)).toBe(true);
    await expect(settled).resolves.toBeUndefined();
  });

  it('does not make others wait who ask for another order', async () => {
    const inFlight = new InFlight();
    const work = deferred();
    void inFlight.track('ord_1', () => work.done);
    expect(await isSettled(inFlight.settled('ord_1'))).toBe(false);
    expect(await isSettled(inFlight.settled('ord_2'))).toBe(true);
    work.finish();
    await inFlight.drain();
  });

  it('is drained when nothing runs any more, also what began meanwhile', async () => {
    const inFlight = new InFlight();
    const [one, other] = [deferred(), deferred()];
    void inFlight.track('ord_1', () => one.done);
    const drained = inFlight.drain();
    expect(await isSettled(drained)).toBe(false);
    void inFlight.track('ord_2', () => other.done);
    one.finish();
    expect(await isSettled(drained)).toBe(false);
    other.finish();
    expect(await isSettled(drained)).toBe(true);
  });

  it('is nothing at first, and nothing again afterwards', async () => {
    const inFlight = new InFlight();
    await inFlight.drain();
    await inFlight.settled('ord_1');
    await inFlight.track('ord_1', () => Promise.resolve());
    expect(await isSettled(inFlight.drain())).toBe(true);
  });
});
