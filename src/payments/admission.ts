import { BlinkUnavailable } from '../blink/errors';

/** The limit that is checked before an intent is opened at Blink, and only then: an intent that is open already is shown to everybody. */
export interface Admission {
  /**
   * Who is admitted. Intents that one visitor opens at the same moment are one opening; another visitor's opening is not joined to it,
   * since that one may be refused.
   */
  readonly of: string;
  /** @throws TooManyRequests when so many were opened that this one has to wait */
  enter(): Promise<Entry>;
  /**
   * Checked before an attempt that was set aside is resumed: Blink is not asked, but each time adds two changes to the order's history.
   * @throws TooManyRequests
   */
  changeWay(): Promise<void>;
}

export interface Entry {
  /** Uncounts the opening: it did not come about. */
  giveBack(): Promise<void>;
}

/** The admission of the shop itself and of its staff. */
export const UNLIMITED: Admission = {
  of: 'shop',
  enter: () => Promise.resolve({ giveBack: () => Promise.resolve() }),
  changeWay: () => Promise.resolve(),
};

/** @param open when it finds that Blink cannot be reached, the try is not counted against the shopper */
export async function admitted<Opened>(admission: Admission, open: () => Promise<Opened>): Promise<Opened> {
  const entry = await admission.enter();
  try {
    return await open();
  } catch (error) {
    if (error instanceof BlinkUnavailable) await entry.giveBack();
    throw error;
  }
}
