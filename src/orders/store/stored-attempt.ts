import { z } from 'zod';
import {
  ATTEMPT_STATUSES,
  type Attempt,
  type AuthorisationClaim,
  type AuthorisationOperation,
} from '../domain/order';
import { money, paymentMethod, refundKind, reversalReason, surplus } from './stored-values';
import { type Every, moment } from '../../postgres/values';
import type { KeptIntent } from '../../payments/kept-intent';
import type { Challenge } from '../../payments/challenge';

export const intent: z.ZodType<KeptIntent> = z.object({
  id: z.int(),
  reference: z.string(),
  expiresAt: moment,
  merchantId: z.string(),
  transactionUnique: z.string(),
  cardForm: z
    .object({
      hostedFields: z.array(z.object({ type: z.string(), placeholder: z.string() })),
      textFields: z.array(z.string()),
    })
    .nullable(),
  // Rows from before these methods have neither.
  bankForm: z
    .object({ textFields: z.array(z.string()) })
    .nullable()
    .default(null),
  walletButton: z
    .object({ values: z.array(z.string()) })
    .nullable()
    .default(null),
});

export const challenge: z.ZodType<Challenge> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('form'),
    action: z.string(),
    fields: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  z.object({ kind: z.literal('page'), url: z.string() }),
]);

const claim: z.ZodType<AuthorisationClaim> = z.object({
  kind: z.enum({
    capture: 'capture',
    rerun: 'rerun',
    release: 'release',
  } satisfies Every<AuthorisationOperation>),
  amount: z.int(),
  status: z.enum({
    claimed: 'claimed',
    unknown: 'unknown',
    confirmed: 'confirmed',
  } satisfies Every<AuthorisationClaim['status']>),
  transactionId: z.string().nullable(),
  because: refundKind,
  at: moment,
});

/** The body of a row of `attempts`. */
export const storedAttempt: z.ZodType<Attempt> = z.object({
  id: z.string(),
  method: paymentMethod,
  nonce: z.string(),
  amount: money,
  isAmountInDoubt: z.boolean().default(false), // rows from before it was kept
  intent,
  status: z.enum(ATTEMPT_STATUSES),
  createdAt: moment,
  chargedAt: moment.nullable(),
  transactionId: z.string().nullable(),
  authorisationId: z.string().nullable(),
  challenge: challenge.nullable(),
  declineReason: z.string().nullable(),
  authorised: z.int(),
  captured: z.int(),
  reversed: z.int(),
  authorisedAt: moment.nullable(),
  capturedAt: moment.nullable(),
  heldAsCaptured: z.boolean(),
  claim: claim.nullable(),
  surplus: surplus.nullable(),
  reversalReason: reversalReason.nullable(),
  reversedInPart: z.boolean(),
  // Rows from before these were told apart have none.
  accepted: z.boolean().default(false),
  turnedAwayAt: moment.nullable().default(null),
  setAside: z.boolean().default(false), // and none of those is taken up again
});
