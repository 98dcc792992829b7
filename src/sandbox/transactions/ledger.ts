import type { Clock } from '../../kernel/clock';
import type { PaymentOrder, Status, Sums, Transaction } from './transaction';

/** A transaction as it stands, for whoever wants to check what really happened. */
export type LedgerEntry = Omit<Transaction, 'sums' | 'amount'> &
  Readonly<Sums> & {
    readonly amount: number;
    readonly currency: string;
    /** What is left with the merchant: captured less everything given back. */
    readonly net: number;
  };

export interface StatusChange {
  readonly transaction: Transaction;
  readonly note: string;
  readonly eventType: string;
}

/** Every transaction there is. It is the only place that changes a status, so each change is in its history and is announced. */
export class Ledger {
  readonly #clock: Clock;
  readonly #transactions = new Map<string, Transaction>();
  readonly #listeners: ((change: StatusChange) => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  onChange(listener: (change: StatusChange) => void): void {
    this.#listeners.push(listener);
  }

  /** Writes a new transaction down; nothing is announced yet. */
  open(id: string, order: PaymentOrder, status: Status, message: string): Transaction {
    const transaction: Transaction = {
      ...order,
      id,
      status,
      message,
      sums: { captured: 0, refunded: 0, cancelled: 0, chargedBack: 0, credited: 0 },
      captureDueAt: null,
      settleDueAt: null,
      settlement: 'never',
      debitDueAt: null,
      history: [],
    };
    this.#transactions.set(id, transaction);
    this.#write(transaction, message);
    return transaction;
  }

  /** @param message what GET transactions says from now on */
  change(transaction: Transaction, status: Status, message: string): void {
    transaction.status = status;
    transaction.message = message;
    const note = `Status changes to ${status}`;
    this.#write(transaction, message);
    const eventType = transaction.rerunOf === null ? 'transaction' : 'rerun_transaction';
    for (const listener of this.#listeners) listener({ transaction, note, eventType });
  }

  find(id: string): Transaction | null {
    return this.#transactions.get(id) ?? null;
  }

  all(): Transaction[] {
    return [...this.#transactions.values()];
  }

  entries(): LedgerEntry[] {
    return this.all().map(entryOf);
  }

  #write(transaction: Transaction, note: string): void {
    transaction.history.push({ at: this.#clock.now().toISOString(), status: transaction.status, note });
  }
}

export function entryOf({ sums, amount, ...rest }: Transaction): LedgerEntry {
  const net = sums.captured - sums.refunded - sums.cancelled - sums.chargedBack;
  return structuredClone({ ...rest, ...sums, amount: amount.minor, currency: amount.currency, net });
}
