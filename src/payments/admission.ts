import { BlinkUnavailable } from '../blink/errors';

/** Asked for before an intent is opened at Blink, and only then: what stands ready is shown to everybody. */
export interface Admission {
  /** Whose it is. Openings of one at the same moment are one; those of others are not joined, since theirs may be refused. */
  readonly of: string;
  /** @throws TooManyRequests when so many were opened that this one has to wait */
  enter(): Promise<Entry>;
  /**
   * Before an attempt that was set aside is taken up again: Blink is not asked, but each time is two more lines of the order's history.
   * @throws TooManyRequests
   */
  changeWay(): Promise<void>;
}

export interface Entry {
  /** What was counted did not come about. */
  giveBack(): Promise<void>;
}

/** For the shop itself, and for staff. */
export const UNLIMITED: Admission = {
  of: 'shop',
  enter: () => Promise.resolve({ giveBack: () => Promise.resolve() }),
  changeWay: () => Promise.resolve(),
};

/** @param open where Blink cannot be reached, trying again later is not counted against the shopper */
export async function admitted<Opened>(admission: Admission, open: () => Promise<Opened>): Promise<Opened> {
  const entry = await admission.enter();
  try {
    return await open();
  } catch (error) {
    if (error instanceof BlinkUnavailable) await entry.giveBack();
    throw error;
  }
}
