import type { Order } from './order';
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
    for (const { id, transactionId, intent } of attempts) {
      const others = attempts.filter((other) => other.id !== id);
      if (transactionId !== null) {
        const holder = this.transactions.get(transactionId)?.attemptId ?? id;
        const isShared = others.some((other) => other.transactionId === transactionId);
        if (holder !== id || isShared) throw new TransactionTaken(transactionId);
      }
      const isShared = others.some((other) => other.intent.id === intent.id);
      if ((this.intents.get(intent.id) ?? id) !== id || isShared) throw new IntentTaken();
    }
  }

  remember(order: Order): void {
    for (const { id: attemptId, transactionId, intent } of order.attempts) {
      this.intents.set(intent.id, attemptId);
      if (transactionId !== null) this.transactions.set(transactionId, { orderId: order.id, attemptId });
    }
  }

  forgetIntents(order: Order): void {
    for (const { intent } of order.attempts) this.intents.delete(intent.id);
  }
}
