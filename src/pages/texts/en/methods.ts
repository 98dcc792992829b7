const MAY_STILL_GO_THROUGH =
  'If your bank has already approved it, it may still go through; should both be paid, one is refunded to you in full.';

const BY_CARD = {
  text: 'You have started to pay by card and your bank wants to check that it is you. Nothing is paid until that is done.',
  giveUpText: `You can give this payment up and use another card. ${MAY_STILL_GO_THROUGH}`,
  giveUpLabel: 'Use another card instead',
};

const BY_WALLET = {
  hint: 'Confirm on your device',
  declined: { title: 'Payment declined', heading: 'Your payment was declined', retryLabel: 'Try again' },
  atBank: BY_CARD,
  again: {
    not_as_shown:
      'The amount to pay may have changed since this page was opened, so nothing was charged. Please check it and press the button once more.',
    out_of_date: 'This page was out of date, so nothing was charged. Please press the button once more.',
    intent_over: 'This page had run out, so nothing was charged. Please press the button once more.',
    not_sent: 'We could not reach the payment service. Nothing was charged. Please try again.',
  },
};

/**
 * What a shopper reads about a way to pay: its name and a hint where it is chosen, how a refusal is told, who waits for the shopper at
 * the bank and what giving that up means, and why its form is shown again.
 */
export const methods = {
  card: {
    name: 'Card',
    title: 'Pay by card',
    hint: 'Credit or debit card',
    declined: {
      title: 'Card declined',
      heading: 'Your card was declined',
      retryLabel: 'Try another card',
    },
    atBank: BY_CARD,
    again: {
      not_as_shown:
        'The amount to pay may have changed since this page was opened, so nothing was charged. Please check it and enter your card once more.',
      out_of_date: 'This page was out of date, so nothing was charged. Please enter your card once more.',
      intent_over: 'This page had run out, so nothing was charged. Please enter your card once more.',
      not_sent:
        'We could not reach the payment service. Nothing was charged. Please enter your card and try again.',
    },
  },
  apple_pay: { ...BY_WALLET, name: 'Apple Pay', title: 'Pay with Apple Pay' },
  google_pay: { ...BY_WALLET, name: 'Google Pay', title: 'Pay with Google Pay' },
  open_banking: {
    name: 'Bank transfer',
    title: 'Pay by bank transfer',
    hint: 'Straight from your bank account, approved in your banking app',
    declined: {
      title: 'Bank transfer not made',
      heading: 'Your bank transfer was not made',
      retryLabel: 'Try your bank again',
    },
    atBank: {
      text: 'You have started to pay from your bank account, and your bank waits for you to approve it. Nothing is paid until that is done.',
      giveUpText:
        'You can give this payment up and start again. If your bank has already approved it, it may still go through; should both be paid, the shop refunds one to you in full.',
      giveUpLabel: 'Start again instead',
    },
    again: {
      not_as_shown:
        'The amount to pay may have changed since this page was opened, so nothing was paid. Please check it and press the button once more.',
      out_of_date: 'This page was out of date, so nothing was paid. Please press the button once more.',
      intent_over: 'This page had run out, so nothing was paid. Please press the button once more.',
      not_sent: 'We could not reach the payment service. Nothing was paid. Please try again.',
    },
  },
  direct_debit: {
    name: 'Direct Debit',
    title: 'Pay by Direct Debit',
    hint: 'Collected from your bank account in a few working days',
    declined: {
      title: 'Direct Debit not paid',
      heading: 'Your Direct Debit was not paid',
      retryLabel: 'Try another account',
    },
    atBank: BY_CARD, // it never goes to a bank
    again: {
      not_as_shown:
        'The amount to pay may have changed since this page was opened, so nothing was set up. Please check it and press the button once more.',
      out_of_date:
        'This page was out of date, so nothing was set up. Please check it and press the button once more.',
      intent_over: 'This page had run out, so nothing was set up. Please press the button once more.',
      not_sent: 'We could not reach the payment service. Nothing was set up. Please try again.',
    },
  },
};
