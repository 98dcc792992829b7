import { z } from 'zod';
import type { Immutable } from '../kernel/immutable';
import { moment } from '../postgres/values';

/** The fields of Blink's card element, reduced to data. */
const cardForm = z.object({
  hostedFields: z.array(z.object({ type: z.string(), placeholder: z.string() })),
  textFields: z.array(z.string()),
});

/** Which of the payer's details Blink asks for on this account, in addition to those that every payer gives. */
const bankForm = z.object({ textFields: z.array(z.string()) });

/** The values that Blink's script needs to open the wallet's sheet. They contain the amount, so they are useless once that changes. */
const walletButton = z.object({ values: z.array(z.string()) });

/** What is kept of an intent at Blink: enough to draw its form, and to charge it. */
export const keptIntentSchema = z.object({
  id: z.int(),
  reference: z.string(),
  expiresAt: moment,
  merchantId: z.string(),
  transactionUnique: z.string(),
  cardForm: cardForm.nullable(),
  /** Null unless the intent is for a direct debit or an open-banking payment; rows from before these methods have none. */
  bankForm: bankForm.nullable().default(null),
  /** Rows from before wallets have none. */
  walletButton: walletButton.nullable().default(null),
});

export type KeptIntent = Immutable<z.infer<typeof keptIntentSchema>>;
export type CardForm = Immutable<z.infer<typeof cardForm>>;
export type BankForm = Immutable<z.infer<typeof bankForm>>;
export type WalletButton = Immutable<z.infer<typeof walletButton>>;
