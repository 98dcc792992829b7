/**
 * Tests that need something of the machine run where it is there. Where it is not they are skipped, and the run says so
 * in its last lines (`not-run-reporter.cjs`); with REQUIRE_ALL_TESTS=1 it fails.
 */
export function describeWhere(isHere: boolean, needs: string): (name: string, tests: () => void) => void {
  return (name, tests) => {
    if (isHere) describe(name, tests);
    else describe.skip(`${name} (needs ${needs})`, tests);
  };
}
