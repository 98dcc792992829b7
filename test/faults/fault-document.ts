import { FAILING_CALLS, NEXT, ORDER_IS, SHOPPER_SEES, type FailingCall } from './fault-table';
import { FAULTS, type FaultName } from './faults';
import { FAILING_MOVES, ORDER_STAYS, SHOP_IS_TOLD, THEREAFTER, type FailingMove } from './move-table';

/** `docs/faults.md`, from the table that the tests are made from. */
export function faultDocument(): string {
  const sections = [HEAD, ...FAILING_CALLS.map(sectionOf), MOVES, ...FAILING_MOVES.map(moveSectionOf)];
  return `${sections.join('\n\n')}\n`;
}

const HEAD = `# When Blink fails

What becomes of the payment of an order when one of these calls to Blink fails, in every way of failing. This page is printed from the tables in
\`test/faults\` by \`npm run docs:faults\`; each line of it is tried by the tests beside them. What repeat payments ask of Blink is not among them:
[what can go wrong there](repeat-payments.md#what-can-go-wrong). Nor are card terminals, which move no money: [what is answered then](terminals.md).

In all of them: a call that moves money is sent once, whatever happens; an outcome that is not known is not a failure; and
the ledger never holds two payments of one order.`;

function sectionOf(call: FailingCall): string {
  const lines = call.rows.map(({ faults, shopper, order, next }) =>
    cells([titles(faults), SHOPPER_SEES[shopper].sentence, ORDER_IS[order].sentence, NEXT[next]]),
  );
  return [
    headOf(call),
    table(['Blink answers', 'the shopper sees', 'the order is', 'what happens next'], lines),
    ...(call.repeatedAfter.length > 0
      ? [`Once only, nobody notices, for the call is repeated: ${titles(call.repeatedAfter)}.`]
      : []),
  ].join('\n\n');
}

const MOVES = `# When Blink fails after the payment

Nobody but the shop asks for these, so the shop is answered. What was asked and got no answer is never asked again by itself.`;

function moveSectionOf(move: FailingMove): string {
  const lines = move.rows.map(({ faults, shop, order, next }) =>
    cells([titles(faults), SHOP_IS_TOLD[shop].sentence, ORDER_STAYS[order].sentence, THEREAFTER[next]]),
  );
  return [
    headOf(move),
    table(['Blink answers', 'the shop is told', 'the order is', 'what happens next'], lines),
  ].join('\n\n');
}

function headOf({ call, when, fails }: Pick<FailingCall, 'call' | 'when' | 'fails'>): string {
  const often =
    fails === 'once' ? 'once: it is never sent again by itself' : 'every time, until Blink works again';
  return `## \`${call}\`, when ${when}\n\nIt fails ${often}.`;
}

function table(head: readonly string[], lines: readonly string[]): string {
  return [cells(head), cells(head.map(() => '---')), ...lines].join('\n');
}

function titles(faults: readonly FaultName[]): string {
  return faults.map((name) => FAULTS[name].title).join('; ');
}

function cells(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}
