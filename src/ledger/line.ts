/** Who or what changed something. */
export const ACTORS = ['customer', 'return', 'notification', 'sweep', 'api', 'staff', 'system'] as const;
export type Actor = (typeof ACTORS)[number];

export interface Cause {
  readonly by: Actor;
  /** What was seen, in our words and without personal data: `transaction BL-1 is Captured`. */
  readonly evidence?: string;
}

/** One line of a history. Lines are only ever appended, and what is kept is what they add up to. */
export interface Line<Change> extends Cause {
  /** 1, 2, 3, … within the history. */
  readonly sequence: number;
  readonly at: Date;
  readonly change: Change;
}
