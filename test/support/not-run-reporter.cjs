/**
 * Says at the end, where everybody looks, which tests were left out: one line `NOT RUN: ...` for each group of them.
 * With REQUIRE_ALL_TESTS=1 leaving one out fails the run.
 */
const path = require('node:path');

module.exports = class NotRunReporter {
  onRunComplete(_contexts, results) {
    this.left = leftOut(results);
    process.once('exit', () => {
      for (const [group, count] of this.left) process.stderr.write(`NOT RUN: ${group}: ${count} tests\n`);
    });
  }

  getLastError() {
    if (process.env.REQUIRE_ALL_TESTS !== '1' || this.left.size === 0) return undefined;
    return new Error('Tests were left out, and REQUIRE_ALL_TESTS=1 allows none to be');
  }
};

/** @returns {Map<string, number>} how many of each file's groups were skipped, or singled out against */
function leftOut(results) {
  const left = new Map();
  for (const file of results.testResults) {
    for (const test of file.testResults) {
      if (test.status === 'passed' || test.status === 'failed') continue;
      const name = path.relative(process.cwd(), file.testFilePath);
      const group = `${name}: ${test.ancestorTitles[0] ?? test.title}`;
      left.set(group, (left.get(group) ?? 0) + 1);
    }
  }
  return left;
}
