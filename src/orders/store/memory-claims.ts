import { transactionsOf } from '../domain/attempt-transactions';
import type { Order } from '../domain/order';
import { IntentTaken, TransactionTaken, type TransactionUse } from './store';

/** Which attempt has which transaction and which intent: each belongs to one attempt only. */
export class MemoryClaims {
  /** Outlives its orders, so that a transaction never pays twice. */
  private readonly transactions = new Map<string, TransactionUse>();
  private readonly intents = new Map<number, string>();

  find(transactionId: string): TransactionUse | null {
    return this.transactions.get(transactionId) ?? null;
  }

  /** @throws TransactionTaken, IntentTaken when another attempt has it, be it of the same order */
  refuseTaken({ attempts }: Order): void {
    for (const attempt of attempts) {
      const { id, intent } = attempt;
      const others = attempts.filter((other) => other.id !== id);
      for (const transactionId of transactionsOf(attempt)) {
        const holder = this.transactions.get(transactionId)?.attemptId ?? id;
        const isShared = others.some((other) => transactionsOf(other).includes(transactionId));
        if (holder !== id || isShared) throw new TransactionTaken(transactionId);
      }
      const isShared = others.some((other) => other.intent.id === intent.id);
      if ((this.intents.get(intent.id) ?? id) !== id || isShared) throw new IntentTaken();
    }
  }

  remember(order: Order): void {
    for (const attempt of order.attempts) {
      const use = { orderId: order.id, attemptId: attempt.id };
      this.intents.set(attempt.intent.id, attempt.id);
      for (const transactionId of transactionsOf(attempt)) this.transactions.set(transactionId, use);
    }
  }

  forgetIntents(order: Order): void {
    for (const { intent } of order.attempts) this.intents.delete(intent.id);
  }
}
