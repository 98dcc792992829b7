import { FAILING_CALLS, NEXT, ORDER_IS, SHOPPER_SEES, type FailingCall } from './fault-table';
import { FAULTS, type FaultName } from './faults';

/** `docs/faults.md`, from the table that the tests are made from. */
export function faultDocument(): string {
  return `${[HEAD, ...FAILING_CALLS.map(sectionOf)].join('\n\n')}\n`;
}

const HEAD = `# When Blink fails

What becomes of a payment when a call to Blink fails, for every call and every way of failing. This page is printed from
\`test/faults/fault-table.ts\` by \`npm run docs:faults\`; each line of it is tried by \`test/faults/fault-table.test.ts\`.

In all of them: a call that moves money is sent once, whatever happens; an outcome that is not known is not a failure; and
the ledger never holds two payments of one order.`;

function sectionOf(call: FailingCall): string {
  const lines = call.rows.map(({ faults, shopper, order, next }) =>
    cells([titles(faults), SHOPPER_SEES[shopper].sentence, ORDER_IS[order].sentence, NEXT[next]]),
  );
  return [
    `## \`${call.call}\`, when ${call.when}`,
    `It fails ${call.fails === 'once' ? 'once: it is never sent again' : 'every time, until Blink works again'}.`,
    [
      cells(['Blink answers', 'the shopper sees', 'the order is', 'what happens next']),
      cells(['---', '---', '---', '---']),
      ...lines,
    ].join('\n'),
    ...(call.repeatedAfter.length > 0
      ? [`Once only, nobody notices, for the call is repeated: ${titles(call.repeatedAfter)}.`]
      : []),
  ].join('\n\n');
}

function titles(faults: readonly FaultName[]): string {
  return faults.map((name) => FAULTS[name].title).join('; ');
}

function cells(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}
