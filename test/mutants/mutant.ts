/** One defence, taken out by changing one place in one file. */
export interface Mutant {
  /** What is no longer so. */
  readonly name: string;
  readonly file: string;
  /** Found exactly once in the file, or the mutant has rotted. */
  readonly search: string;
  readonly replace: string;
  /** The tests that ought to notice, as Jest takes them. */
  readonly tests: readonly string[];
}
