import { randomUUID } from 'node:crypto';
import { money } from '../kernel/money';
import type { ClubApi, Membership } from './club-api';

export const CLUB_PRICE = money(9_50, 'GBP');

/** What one visitor joins the club under: a second press of the button names the same membership. */
export interface Joining {
  readonly key: string;
  /** Counts up when a membership was ended, or was never agreed to in time. */
  readonly round: number;
  /** Null before the checkout has answered. */
  readonly id: string | null;
}

export interface Joined {
  readonly joining: Joining;
  readonly membership: Membership;
}

const ROUNDS = 20;

export function newJoining(): Joining {
  return { key: randomUUID(), round: 0, id: null };
}

/**
 * Makes the plan at the checkout, or finds the one that was made for this visitor before.
 * @throws CheckoutUnavailable when trying again is safe and sensible
 */
export async function joinClub(club: ClubApi, publicUrl: string, joining: Joining): Promise<Joined> {
  const { key, round } = joining;
  const made = await club.create(planFor(joining, publicUrl), `${key}-club-${round}`);
  // The answer to a repeated call is the first one again, so what became of it since has to be asked.
  const membership = await club.get(made.id);
  if (isOver(membership) && round < ROUNDS)
    return joinClub(club, publicUrl, { key, round: round + 1, id: null });
  return { membership, joining: { ...joining, id: made.id } };
}

export function isOver({ status }: Membership): boolean {
  return status === 'cancelled' || status === 'completed';
}

function planFor({ key, round }: Joining, publicUrl: string): object {
  return {
    type: 'fixed',
    reference: `CLUB-${key.slice(0, 8).toUpperCase()}-${round}`,
    currency: CLUB_PRICE.currency,
    amount: CLUB_PRICE.minor,
    frequency: 'months',
    every: 1,
    instalments: null,
    success_url: `${publicUrl}/club`,
  };
}
