import type { Claim } from './kind';

/** Who has a claim. */
export interface Holder {
  /** Of the whole: the order, the repeat payment. */
  readonly id: string;
  readonly owner: string;
}

/** What belongs to whom: each of Blink's things to one owner only. */
export class MemoryClaims {
  private readonly holders = new Map<string, Holder>();

  holderOf(key: string): Holder | null {
    return this.holders.get(key) ?? null;
  }

  /** @throws what the claim says, when another owner has it, be it one of the same whole */
  refuseTaken(claims: readonly Claim[]): void {
    for (const { key, owner, taken } of claims) {
      const isShared = claims.some((other) => other.key === key && other.owner !== owner);
      if (isShared || (this.holders.get(key)?.owner ?? owner) !== owner) throw taken();
    }
  }

  remember(id: string, claims: readonly Claim[]): void {
    for (const { key, owner } of claims) this.holders.set(key, { id, owner });
  }

  forget(claims: readonly Claim[]): void {
    for (const { key, isForEver } of claims) if (!isForEver) this.holders.delete(key);
  }
}
