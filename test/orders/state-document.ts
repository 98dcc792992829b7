import { STATUSES } from '../../src/blink/wire/statuses';
import { REFUND_MAY_BECOME } from '../../src/orders/domain/evolve-refund';
import type { AttemptTransition, OrderChange } from '../../src/orders/domain/history';
import { ATTEMPT_STATUSES, type AttemptStatus, type Order } from '../../src/orders/domain/order';
import { shopEventsOf } from '../../src/orders/domain/events';
import { isPayable, statusOf } from '../../src/orders/domain/status';
import { canApply, LEADS_TO, TRANSITIONS } from '../../src/orders/domain/transitions';
import {
  changesOf,
  entriesAfter,
  NOW,
  opening,
  orderAfter,
  orderWith,
  refundSucceeded,
  refundUnknown,
  wayTo,
} from '../support/orders';
import type { Family, Meaning } from '../../src/blink/payments/transaction';

/** `docs/states.md`, from the code: nothing of it is written twice. */
export function stateDocument(): string {
  const sections = [HEAD, attempts(), orderStatuses(), refunds(), blinksWords()];
  return `${sections.join('\n\n')}\n`;
}

const HEAD = `# The states of a payment

This page is drawn from the code by \`npm run docs:states\`, and a test fails when it says anything else than the code.`;

type Move = AttemptTransition['type'];

const HAPPENS: Readonly<Record<Move, string>> = {
  charge_claimed: 'the shopper pays',
  charge_withdrawn: 'nothing was sent',
  challenge_received: 'the bank asks',
  outcome_pending: 'Blink says later',
  outcome_unknown: 'nobody knows',
  money_authorised: 'money is authorised',
  money_captured: 'money is captured',
  money_reversed: 'money was reversed',
  authorisation_released: 'we voided it',
  authorisation_ended: 'it expired',
  attempt_declined: 'refused',
  attempt_abandoned: 'abandoned',
  attempt_reopened: 'chosen again',
};

/** What no longer seemed possible, and happened all the same. */
const AFTERWARDS: readonly AttemptStatus[] = ['declined', 'abandoned'];

function attempts(): string {
  const usual = ATTEMPT_STATUSES.filter((status) => !AFTERWARDS.includes(status));
  return [
    '## An attempt',
    'One try to pay, by one method, with one intent at Blink. Its transitions: `src/orders/domain/transitions.ts`.',
    graph(['[*] --> ready', ...usual.flatMap(edgesFrom)]),
    `What is over for us is not always over at the bank. Money that Blink confirms is never refused, so lines lead on from where a payment seems to have failed:`,
    graph(AFTERWARDS.flatMap(edgesFrom)),
  ].join('\n\n');
}

function edgesFrom(from: AttemptStatus): readonly string[] {
  return TRANSITIONS[from].map((to) => `${from} --> ${to}: ${happeningsBetween(from, to).join(', ')}`);
}

function happeningsBetween(from: AttemptStatus, to: AttemptStatus): readonly string[] {
  return moves().flatMap((move) =>
    LEADS_TO[move] === to && canApply(from, move) ? [happening(move, from)] : [],
  );
}

/** Blink says more about a payment under way, or one mistaken for an authorisation. */
function happening(move: Move, from: AttemptStatus): string {
  if (move !== 'outcome_pending') return HAPPENS[move];
  if (from === 'pending') return "Blink has accepted it, the bank's page is over";
  return from === 'authorised' ? 'Blink has accepted it' : HAPPENS[move];
}

function moves(): readonly Move[] {
  return Object.keys(LEADS_TO) as Move[];
}

const attempt = opening();
const go = changesOf(attempt.attemptId);
const paid = wayTo('captured', attempt.attemptId);

const WITH_REFUNDS: readonly (readonly [string, readonly OrderChange[]])[] = [
  ['captured, and a refund is under way', [...paid, go.refundClaimed('r', 10_00)]],
  ['captured, and nobody knows about a refund', [...paid, go.refundClaimed('r', 10_00), refundUnknown('r')]],
  ['captured, and a part was refunded', [...paid, go.refundClaimed('r', 10_00), refundSucceeded('r')]],
  ['captured, and all was refunded', [...paid, go.refundClaimed('r', 25_00), refundSucceeded('r')]],
  ['captured, and a part was reversed', [...paid, go.partReversed()]],
];

function orderStatuses(): string {
  const rows = [
    row('none', []),
    ...ATTEMPT_STATUSES.map((status) => row(status, wayTo(status, attempt.attemptId))),
    ...WITH_REFUNDS.map(([name, changes]) => row(name, changes)),
  ];
  return [
    '## An order',
    `Its status is derived from its attempts, its refunds, and whether it was closed: \`src/orders/domain/status.ts\`. Of several attempts the one that pays counts; where none
does, one that is authorised; where none does, one under way. What an attempt that stopped here has told the shop last stands in the last column: [events](events.md).`,
    table(
      [
        'its attempt is',
        'the order is',
        'cancelled, it is',
        'expired, it is',
        'can it be paid?',
        'the shop was told',
      ],
      rows,
    ),
  ].join('\n\n');
}

function row(name: string, changes: readonly OrderChange[]): readonly string[] {
  const opened = changes.length === 0 && name === 'none' ? [] : [attempt];
  const order = orderAfter(...opened, ...changes);
  return [
    name,
    `\`${statusOf(order)}\``,
    `\`${statusOf(orderWith(order, { type: 'order_cancelled' }))}\``,
    `\`${statusOf(orderWith(order, { type: 'order_expired' }))}\``,
    isPayable(order, NOW) ? 'yes' : 'no',
    lastTold([...opened, ...changes]),
  ];
}

function lastTold(changes: readonly OrderChange[]): string {
  let order: Order = orderAfter();
  let told = '';
  for (const change of changes) {
    const [entry] = entriesAfter(order, [change]);
    const after = orderWith(order, change);
    for (const { type } of entry ? shopEventsOf(order, after, entry) : []) told = `\`${type}\``;
    order = after;
  }
  return told;
}

function refunds(): string {
  const edges = Object.entries(REFUND_MAY_BECOME).flatMap(([from, all]) =>
    all.map((to) => `${from} --> ${to}`),
  );
  return [
    '## A refund',
    'Each is claimed before anything is sent to Blink, and takes its part of the money with it: `src/orders/domain/evolve-refund.ts`.',
    graph(['[*] --> claimed', ...edges]),
  ].join('\n\n');
}

const SAYS: Readonly<Record<Exclude<Meaning, 'unknown'>, string>> = {
  captured: 'the money was captured',
  confirmed: 'the bank has promised: money with `DIRECT_DEBIT_PAID_AT=confirmed`, under way otherwise',
  authorised:
    'the money is authorised, where the order asked for that; else accepted and not captured yet: under way, shown to a human after 24 hours',
  pending: 'under way, no money yet',
  declined: 'refused; after a capture: reversed',
  undone: 'refused; after a capture: reversed, unless it was our refund',
  partly_undone: 'a part was refunded: shown to a human, unless the refund was ours',
};
const FAMILIES: Readonly<Record<Exclude<Family, 'wallet'>, string>> = {
  card: 'Card, Apple Pay, Google Pay',
  direct_debit: 'Direct Debit',
  open_banking: 'Open banking',
};

function blinksWords(): string {
  const families = Object.keys(FAMILIES) as (keyof typeof FAMILIES)[];
  const rows = families.flatMap((family) =>
    (Object.keys(SAYS) as (keyof typeof SAYS)[]).flatMap((meaning) => {
      const words = STATUSES[family].filter(({ means }) => means === meaning).flatMap((row) => row.words);
      return words.length > 0 ? [[FAMILIES[family], words.join(', '), SAYS[meaning]]] : [];
    }),
  );
  return [
    '## Blink’s words',
    `What a transaction's status word says of the money, in any case and spelling: \`src/blink/wire/statuses.ts\`. A word that is not listed here changes nothing, whatever it
is: the order is shown to a human (\`needs_review: unknown_status\`).`,
    table(['paid by', 'Blink says', 'which means'], rows),
  ].join('\n\n');
}

function graph(lines: readonly string[]): string {
  return ['```mermaid', 'stateDiagram-v2', ...lines.map((line) => `    ${line}`), '```'].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;
  return [cells(head), cells(head.map(() => '---')), ...rows.map(cells)].join('\n');
}
