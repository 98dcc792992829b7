const ENTER_ANOTHER =
  'Your bank did not pay it. If your card has run out or was replaced, you can enter another.';

export const emails = {
  testMode: 'TEST MODE: no real payment is made here.',
  questions: (email: string) => `Questions? ${email}`,
  paid: {
    subject: (merchant: string) => `Your payment to ${merchant}`,
    heading: 'Payment received',
  },
  refunded: {
    subject: (merchant: string) => `Your refund from ${merchant}`,
    heading: 'Refund sent',
    note: 'Banks take a few days to show it.',
  },
  failedPayment: {
    subject: (merchant: string) => `A payment to ${merchant} did not go through`,
    heading: 'A payment did not go through',
    askHow: (merchant: string) => `Please ask ${merchant} how to pay it.`,
    enterAnother: ENTER_ANOTHER,
    enterAnotherForAll: `${ENTER_ANOTHER} Upcoming payments are then taken from that one.`,
    mayBeTriedAgain: (merchant: string) => `${merchant} may try this payment again.`,
    link: 'Enter another card',
    lines: { amount: 'Amount', due: 'Due', reference: 'Reference', nextPayment: 'Next payment' },
  },
};
