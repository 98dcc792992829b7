import { z } from 'zod';

/** What a human has settled: a reason to look, and the facts as they were. */
export interface SettledReview {
  readonly reason: string;
  readonly facts: readonly ReviewedFact[];
}

export type ReviewedFact =
  /** This payment is in this amount, which nobody agreed to. */
  | { readonly type: 'differs'; readonly paymentId: number; readonly minor: number }
  /** So are those that Blink makes after it in the same amount. */
  | { readonly type: 'goes_on'; readonly paymentId: number; readonly minor: number }
  /** This payment was taken although it had been called off. */
  | { readonly type: 'taken'; readonly paymentId: number }
  /** Whatever is only ever compared as a whole: how many there were, a status, the id of an operation. */
  | { readonly type: 'word'; readonly text: string };

const DIFFERENCE = /^(>?)(0|[1-9]\d{0,14}):(0|[1-9]\d{0,14})$/;
const TAKEN = /^taken:(0|[1-9]\d{0,14})$/;

/** As it is kept: `plan_differs/12:500/>12:500`. */
export const settledReviewSchema = z.string().transform((text): SettledReview => {
  const [reason = '', ...facts] = text.split('/');
  return { reason, facts: facts.map(factFrom) };
});

export function settledReviewText({ reason, facts }: SettledReview): string {
  return [reason, ...facts.map(textOf)].join('/');
}

export function word(text: string | number): ReviewedFact {
  return { type: 'word', text: String(text) };
}

export function isSameFact(one: ReviewedFact, other: ReviewedFact): boolean {
  return textOf(one) === textOf(other);
}

function factFrom(text: string): ReviewedFact {
  const [, sign, id, minor] = DIFFERENCE.exec(text) ?? [];
  if (id !== undefined && minor !== undefined)
    return { type: sign === '>' ? 'goes_on' : 'differs', paymentId: Number(id), minor: Number(minor) };
  const [, taken] = TAKEN.exec(text) ?? [];
  return taken === undefined ? word(text) : { type: 'taken', paymentId: Number(taken) };
}

function textOf(fact: ReviewedFact): string {
  switch (fact.type) {
    case 'differs':
      return `${fact.paymentId}:${fact.minor}`;
    case 'goes_on':
      return `>${fact.paymentId}:${fact.minor}`;
    case 'taken':
      return `taken:${fact.paymentId}`;
    case 'word':
      return fact.text;
    default:
      return fact satisfies never;
  }
}
