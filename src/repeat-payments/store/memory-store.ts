import { later } from '../../kernel/clock';
import { MemoryFeed } from '../../ledger/memory-feed';
import { MemoryListing } from '../../ledger/memory-listing';
import { MemoryReviews } from '../../ledger/memory-reviews';
import { cursorAt, positionFrom, type Listing } from '../../ledger/list-position';
import { StoreFull } from '../../orders/store/store';
import type { RepeatPaymentEvent } from '../../orders/domain/events';
import type { Entry } from '../domain/history';
import { MemoryClaims } from './memory-claims';
import { MemoryLooks } from './memory-due';
import { outcomeOf } from '../domain/outcome';
import { matches } from './query';
import type { RepeatPayment, ReviewReason, ScheduleKey } from '../domain/repeat-payment';
import type { Standing } from './backlog-stats';
import { isFinal } from '../domain/status';
import {
  RepeatPaymentChanged,
  type DueRepeatPayment,
  type RepeatPaymentQuery,
  type RepeatPaymentStore,
} from './store';

interface Kept {
  repeatPayment: RepeatPayment;
  readonly history: Entry[];
}

/**
 * Repeat payments in this process, for as long as it lives.
 * Each append runs without a pause from its check to its write, which is what makes it atomic here.
 */
export class MemoryRepeatPaymentStore implements RepeatPaymentStore {
  private readonly kept = new Map<string, Kept>();
  private readonly idByToken = new Map<string, string>();
  private readonly claims = new MemoryClaims();
  private readonly listing = new MemoryListing();
  private readonly looks = new MemoryLooks();
  private readonly reviews = new MemoryReviews<ReviewReason>();
  /** In the order in which they became final: the first to go when room is needed. */
  private readonly final = new Set<string>();

  /** @param feed the one that orders are told in, too */
  constructor(
    private readonly feed: Pick<MemoryFeed<RepeatPaymentEvent>, 'add'> = new MemoryFeed<RepeatPaymentEvent>(),
    private readonly most = 20_000,
  ) {}

  append(before: RepeatPayment | null, entries: readonly Entry[]): Promise<RepeatPayment> {
    return settled(() => this.write(before, entries));
  }

  find(id: string): Promise<RepeatPayment | null> {
    return Promise.resolve(this.kept.get(id)?.repeatPayment ?? null);
  }

  findByToken(token: string): Promise<RepeatPayment | null> {
    return this.find(this.idByToken.get(token) ?? '');
  }

  findSchedule(key: ScheduleKey): Promise<string | null> {
    return Promise.resolve(this.claims.find(key));
  }

  list(query: RepeatPaymentQuery): Promise<Listing<RepeatPayment>> {
    return settled(() => this.pageOf(query));
  }

  history(id: string): Promise<readonly Entry[]> {
    return Promise.resolve([...(this.kept.get(id)?.history ?? [])]);
  }

  requestLook(id: string, now: Date): Promise<boolean> {
    return Promise.resolve(this.looks.ask(id, now));
  }

  claimDue(now: Date, limit: number, leaseMs: number): Promise<readonly DueRepeatPayment[]> {
    return Promise.resolve(this.looks.claim(now, limit, leaseMs));
  }

  reschedule({ id, asks }: DueRepeatPayment, lookedAt: Date, pauseMs: number): Promise<void> {
    const current = this.kept.get(id)?.repeatPayment;
    if (current) this.looks.lookedAt(current, asks, lookedAt, later(lookedAt, pauseMs));
    return Promise.resolve();
  }

  standing(now: Date): Promise<Standing> {
    return Promise.resolve({
      inReview: this.reviews.count(),
      overdue: this.looks.overdue(now),
      asked: this.looks.asked(),
    });
  }

  private pageOf(query: RepeatPaymentQuery): Listing<RepeatPayment> {
    const items: RepeatPayment[] = [];
    for (const id of this.listing.idsAfter(query.cursor === undefined ? null : positionFrom(query.cursor))) {
      const repeatPayment = this.kept.get(id)?.repeatPayment;
      if (!repeatPayment || !matches(repeatPayment, query)) continue;
      const last = items.at(-1);
      if (last && items.length >= query.limit) return { items, nextCursor: cursorAt(last) };
      items.push(repeatPayment);
    }
    return { items, nextCursor: null };
  }

  private write(before: RepeatPayment | null, entries: readonly Entry[]): RepeatPayment {
    const current = before ? this.kept.get(before.id) : undefined;
    if ((current?.repeatPayment.version ?? 0) !== (before?.version ?? 0)) throw new RepeatPaymentChanged();
    const { repeatPayment, events } = outcomeOf(current?.repeatPayment ?? null, entries);
    if (!current && this.kept.has(repeatPayment.id)) throw new RepeatPaymentChanged();
    this.claims.refuseTaken(repeatPayment);
    if (!current) this.makeRoom();
    this.keep(repeatPayment, entries);
    this.feed.add(events);
    return repeatPayment;
  }

  private makeRoom(): void {
    if (this.kept.size < this.most) return;
    const [oldest] = this.final;
    if (oldest === undefined) throw new StoreFull(this.most);
    this.forget(oldest);
  }

  private forget(id: string): void {
    const kept = this.kept.get(id);
    if (!kept) return;
    this.kept.delete(id);
    this.final.delete(id);
    this.idByToken.delete(kept.repeatPayment.token);
    this.looks.drop(id);
    this.reviews.drop(id);
    this.listing.remove(kept.repeatPayment);
    this.claims.forgetIntents(kept.repeatPayment);
  }

  private keep(repeatPayment: RepeatPayment, entries: readonly Entry[]): void {
    const kept = this.kept.get(repeatPayment.id) ?? this.roomFor(repeatPayment);
    kept.repeatPayment = repeatPayment;
    kept.history.push(...entries);
    this.claims.remember(repeatPayment);
    this.looks.changed(repeatPayment);
    this.reviews.changed(repeatPayment);
    if (isFinal(repeatPayment)) this.final.add(repeatPayment.id);
    else this.final.delete(repeatPayment.id);
  }

  private roomFor(repeatPayment: RepeatPayment): Kept {
    const kept = { repeatPayment, history: [] };
    this.kept.set(repeatPayment.id, kept);
    this.idByToken.set(repeatPayment.token, repeatPayment.id);
    this.listing.add(repeatPayment);
    return kept;
  }
}

function settled<Result>(act: () => Result): Promise<Result> {
  return new Promise((resolve) => resolve(act()));
}
