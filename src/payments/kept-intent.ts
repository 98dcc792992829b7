export interface KeptIntent {
  readonly id: number;
  readonly reference: string;
  readonly expiresAt: Date;
  readonly merchantId: string;
  readonly transactionUnique: string;
  readonly cardForm: CardForm | null;
  /** Null unless the intent is for a direct debit or an open-banking payment. */
  readonly bankForm: BankForm | null;
  readonly walletButton: WalletButton | null;
}

/** Which of the payer's details Blink asks for on this account, in addition to those that every payer gives. */
export interface BankForm {
  readonly textFields: readonly string[];
}

/** The values that Blink's script needs to open the wallet's sheet. They contain the amount, so they are useless once that changes. */
export interface WalletButton {
  readonly values: readonly string[];
}

/** The fields of Blink's card element, reduced to data. */
export interface CardForm {
  readonly hostedFields: readonly { readonly type: string; readonly placeholder: string }[];
  readonly textFields: readonly string[];
}
