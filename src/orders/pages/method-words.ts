import { METHODS, type PaymentMethod } from '../../payments/methods';

/** What a shopper reads about a way to pay. */
interface MethodWords {
  readonly hint: string;
  readonly declined: { readonly title: string; readonly heading: string; readonly retryLabel: string };
  /** Who waits for the shopper, and what giving it up means. */
  readonly atBank: { readonly text: string; readonly giveUpText: string; readonly giveUpLabel: string };
}

const MAY_STILL_GO_THROUGH =
  'If your bank has already approved it, it may still go through; should both be taken, one is given back to you in full.';
const BY_CARD = {
  text: 'You have started to pay by card and your bank wants to check that it is you. Nothing is paid until that is done.',
  giveUpText: `You can give this payment up and use another card. ${MAY_STILL_GO_THROUGH}`,
  giveUpLabel: 'Use another card instead',
};
const DECLINED = { title: 'Payment declined', heading: 'Your payment was declined', retryLabel: 'Try again' };

const WORDS: Readonly<Record<PaymentMethod, MethodWords>> = {
  card: {
    hint: 'Credit or debit card',
    declined: {
      title: 'Card declined',
      heading: 'Your card was declined',
      retryLabel: 'Try another card',
    },
    atBank: BY_CARD,
  },
  apple_pay: { hint: 'Confirm on your device', declined: DECLINED, atBank: BY_CARD },
  google_pay: { hint: 'Confirm on your device', declined: DECLINED, atBank: BY_CARD },
  open_banking: {
    hint: 'Straight from your bank account, approved in your banking app',
    declined: {
      title: 'Bank transfer not made',
      heading: 'Your bank transfer was not made',
      retryLabel: 'Try your bank again',
    },
    atBank: {
      text: 'You have started to pay from your bank account, and your bank waits for you to approve it. Nothing is paid until that is done.',
      giveUpText:
        'You can give this payment up and start again. If your bank has already approved it, it may still go through; should both be taken, the shop gives one back to you in full.',
      giveUpLabel: 'Start again instead',
    },
  },
  direct_debit: {
    hint: 'Collected from your bank account in a few working days',
    declined: {
      title: 'Direct Debit not paid',
      heading: 'Your Direct Debit was not paid',
      retryLabel: 'Try another account',
    },
    atBank: BY_CARD, // it never goes to a bank
  },
};

export function methodLabel(method: PaymentMethod): { readonly label: string; readonly hint: string } {
  return { label: METHODS[method].name, hint: WORDS[method].hint };
}

export function declinedWords(method: PaymentMethod): MethodWords['declined'] {
  return WORDS[method].declined;
}

export function atBankWords(method: PaymentMethod): MethodWords['atBank'] {
  return WORDS[method].atBank;
}
