export interface KeptIntent {
  readonly id: number;
  readonly reference: string;
  readonly expiresAt: Date;
  readonly merchantId: string;
  readonly transactionUnique: string;
  readonly cardForm: CardForm | null;
  /** Of a direct debit or an open-banking payment. */
  readonly bankForm: BankForm | null;
  readonly walletButton: WalletButton | null;
}

/** Which of the payer's details Blink asks for on this account, beyond what everybody is asked for. */
export interface BankForm {
  readonly textFields: readonly string[];
}

/** What Blink's script needs to know to open the wallet's sheet; it shows the amount, so it dies with it. */
export interface WalletButton {
  readonly values: readonly string[];
}

/** What Blink's card element asks for, reduced to data. */
export interface CardForm {
  readonly hostedFields: readonly { readonly type: string; readonly placeholder: string }[];
  readonly textFields: readonly string[];
}
