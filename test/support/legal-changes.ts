import fc from 'fast-check';
import { later } from '../../src/kernel/clock';
import { money } from '../../src/kernel/money';
import { evolve } from '../../src/orders/domain/evolve';
import type { AttemptChange, Entry, NewOrder, OrderChange } from '../../src/orders/domain/history';
import { refundableOf } from '../../src/orders/domain/money-facts';
import { REVIEW_REASONS, type Attempt, type Order } from '../../src/orders/domain/order';
import { isFinal } from '../../src/orders/domain/status';
import { canApply, LEADS_TO } from '../../src/orders/domain/transitions';
import {
  changesOf,
  newOrder,
  NOW,
  opening,
  refundFailed,
  refundSucceeded,
  refundUnknown,
  refundWithdrawn,
  SHOPPER,
} from './orders';

/** One step of a random life: which of the changes that may come is taken, and how long after the one before. */
interface Step {
  readonly choice: number;
  readonly afterMs: number;
}

/** Random histories in which everything that may happen does, sooner or later, and nothing that may not. */
export const legalHistory: fc.Arbitrary<readonly Entry[]> = fc
  .array(fc.record({ choice: fc.nat(), afterMs: fc.nat({ max: 20 * 60_000 }) }), { maxLength: 40 })
  .map((steps) => historyFrom(newOrder(), steps));

function historyFrom(order: NewOrder, steps: readonly Step[]): readonly Entry[] {
  const entries: Entry[] = [{ by: 'api', sequence: 1, at: NOW, change: { type: 'order_created', order } }];
  let current = entries.reduce<Order | null>(evolve, null);
  let at = NOW;
  for (const { choice, afterMs } of steps) {
    if (!current) break;
    const possible = legalChanges(current);
    const change = possible[choice % possible.length];
    if (!change) continue;
    at = later(at, afterMs);
    const entry: Entry = { by: 'system', sequence: entries.length + 1, at, change };
    entries.push(entry);
    current = evolve(current, entry);
  }
  return entries;
}

/** Everything that may happen to an order next. */
export function legalChanges(order: Order): readonly OrderChange[] {
  return [
    ...(order.attempts.length < 4 ? [opening({ attemptId: `${order.id}/${order.attempts.length}` })] : []),
    ...order.attempts.flatMap((attempt) => [...legalMoves(attempt), ...legalClaims(order, attempt)]),
    ...order.refunds.flatMap(({ id, status }) => {
      if (status === 'claimed')
        return [refundSucceeded(id), refundFailed(id), refundWithdrawn(id), refundUnknown(id)];
      return status === 'unknown' ? [refundSucceeded(id), refundFailed(id)] : [];
    }),
    ...order.attempts.flatMap(legalReservationChanges),
    { type: 'order_amended', amendment: { amount: money(25_00 + order.version, 'GBP') } },
    ...(order.closed ? [] : [{ type: 'order_cancelled' } as const, { type: 'order_expired' } as const]),
    ...REVIEW_REASONS.map((reason) => ({ type: 'review_flagged', reason }) as const),
    ...(isFinal(order) ? [{ type: 'personal_data_erased' } as const] : []),
    ...(order.review ? [{ type: 'review_closed', resolution: 'dismissed', note: 'looked at' } as const] : []),
  ];
}

function legalMoves(attempt: Attempt): readonly AttemptChange[] {
  const go = changesOf(attempt.id);
  const moves = [
    { type: 'charge_claimed', attemptId: attempt.id, customer: { ...SHOPPER, name: attempt.id } } as const,
    go.withdrawn(),
    go.challenged(),
    ...(attempt.claim ? [] : [go.pending(), go.pendingAtBank()]),
    go.unknown(),
    go.unknown(`BL-${attempt.id}`),
    go.authorised(),
    go.captured(),
    go.captured(20_00),
    go.reversed(attempt.captured),
    go.declined(),
    go.declined(null),
    go.abandoned(),
    go.setAside(),
    ...(attempt.setAside ? [go.reopened()] : []),
    go.released(),
    go.ended(),
  ];
  const legal = moves.filter(
    ({ type }) => type in LEADS_TO && canApply(attempt.status, type as keyof typeof LEADS_TO),
  );
  return attempt.status === 'ready' ? [...legal, go.amended(26_00)] : legal;
}

function legalReservationChanges(attempt: Attempt): readonly AttemptChange[] {
  const go = changesOf(attempt.id);
  const marks = [
    ...(attempt.status === 'authorised' || attempt.status === 'captured'
      ? [go.surplusFound('duplicate'), go.surplusFound('late')]
      : []),
    ...(attempt.status === 'captured' ? [go.partReversed()] : []),
    go.surplusKept(),
  ];
  switch (attempt.claim?.kind) {
    case 'capture':
    case 'rerun':
      return [
        go.captureConfirmed(),
        go.captureConfirmed(`BL-new-${attempt.id}`),
        go.captureUnknown(),
        go.captureRefused(),
      ];
    case 'release':
      return [go.releaseUnknown(), go.releaseRefused(), go.releaseWithdrawn()];
    default:
      return attempt.status === 'authorised'
        ? [
            go.captureClaimed(),
            go.captureClaimed(1, 'rerun'),
            go.releaseClaimed(),
            go.releaseClaimed('late'),
            ...marks,
          ]
        : marks;
  }
}

function legalClaims(order: Order, attempt: Attempt): readonly OrderChange[] {
  const left = refundableOf(order, attempt);
  if (left <= 0) return [];
  const go = changesOf(attempt.id);
  const id = `ref_${order.version}`;
  return [
    go.refundClaimed(id, left),
    go.refundClaimed(id, Math.ceil(left / 3)),
    go.refundClaimed(id, left, 'duplicate'),
    go.refundClaimed(id, left, 'late'),
  ];
}
