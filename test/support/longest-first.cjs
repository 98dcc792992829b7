/**
 * The files that take longest come first, so that no processor waits at the end for one that began late. Jest knows how
 * long each took the last time; a clean clone has no last time, and goes by this list and then by the size of the files.
 */
const Sequencer = require('@jest/test-sequencer').default;

const LONGEST = [
  ...['browser/', 'postgres/money', 'crash/', 'merchant-api/docs-in-browser', 'public/card-page'],
  ...['postgres/', 'faults/', 'public/', 'attacks/', 'sandbox/hosted-fields', 'model/', 'forgetting/'],
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return tests.some(({ duration }) => duration !== undefined)
      ? sorted
      : sorted.sort((a, b) => rank(a) - rank(b));
  }
};

function rank({ path }) {
  const place = LONGEST.findIndex((part) => path.replaceAll('\\', '/').includes(`/test/${part}`));
  return place === -1 ? LONGEST.length : place;
}
