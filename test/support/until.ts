import { setTimeout as pause } from 'node:timers/promises';

/** Far more than anything takes, even on a machine that has a lot else to do. */
export const IN_VAIN_AFTER_MS = 120_000;

/** @throws when it does not come, although everything has had the time for it */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const last = Date.now() + IN_VAIN_AFTER_MS;
  while (!(await isSo())) {
    if (Date.now() > last) throw new Error(`Waited in vain for ${what}`);
    await pause(5);
  }
}

/**
 * What works by itself after a while, without anybody helping it.
 * @throws what it last failed with, when it goes on failing
 */
export async function eventually<Result>(work: () => Promise<Result>): Promise<Result> {
  const last = Date.now() + IN_VAIN_AFTER_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > last) throw error;
    }
    await pause(5);
  }
}
