const STILL_TO_BE_PAID = 'is still to be paid';

export const repeatPayments = {
  yourPayments: (merchant: string) => `Your payments to ${merchant}`,
  toPayNow: 'to pay now',
  howToStop: {
    heading: 'How to stop',
    tell: (merchant: string) => `You can stop these payments at any time: tell ${merchant}`,
    at: 'at',
    orYourBank: (merchant: string) =>
      `, or the bank that issued your card. What was paid before is not refunded by that, and what else you have agreed with ${merchant} stays as it is.`,
  },
  declined: {
    title: 'Card declined',
    heading: 'Your card was declined',
    nothingSetUp: 'Your payments are not set up, and nothing was taken.',
    retry: 'Try another card',
    noRetry: (merchant: string) =>
      `These payments cannot be set up here any more. Please ask ${merchant} how to go on.`,
  },
  atBank: {
    text: 'You have agreed to these payments, and your bank wants to check that it is you. Nothing is set up until that is done.',
    giveUpText:
      'You can give this up and use another card. If your bank has already approved it, your payments may still be set up with that card; should they be set up twice, one of the two is ended at once.',
    giveUpLabel: 'Use another card instead',
  },
  beingChecked: {
    title: 'Checking your payments',
    heading: 'We are checking whether your payments are set up',
    text: 'Your bank has not told us the result yet. Please do not agree again: this page shows the result as soon as it is there, and you can come back to it at any time.',
  },
  closed: {
    cancelled: 'These payments were cancelled',
    expired: 'The time to agree to these payments is over',
    nothingSetUp: 'Nothing was set up and nothing was taken.',
    askForLink: 'To set them up after all, please ask the shop for a new link.',
  },
  noMoreTries: {
    heading: 'There were too many tries',
    text: 'These payments cannot be set up here any more. Nothing was taken. Please ask the shop how to go on.',
  },
  onHold: {
    heading: 'These payments cannot be set up just now',
    text: 'The shop has to look at something first. Please do not pay in another way before you have asked there.',
  },
  preview: {
    heading: (merchant: string) => `Payments to ${merchant}`,
    text: (merchant: string) => `Your payments to ${merchant} stand here.`,
    link: 'Go to your payments',
  },
  unavailable: {
    heading: 'This is not possible just now',
    text: 'We could not reach the payment service. Nothing was taken. Please try again in a moment.',
  },
  noCards: {
    heading: 'Cards cannot be taken just now',
    text: 'The shop does not take cards for such payments at the moment. Nothing was taken. Please ask the shop how to go on.',
  },
};

/** Where the customer agrees to a plan. */
export const agree = {
  withPayment: {
    title: 'Agree and pay',
    heading: 'Agree and pay by card',
    button: (amount: string) => `Agree and pay ${amount} now`,
  },
  withCardCheck: {
    title: 'Agree to the payments',
    heading: 'Agree and check your card',
    button: 'Agree and check card',
  },
  again: {
    not_as_shown:
      'What you are asked to agree to may have changed since this page was opened. Nothing was charged. Please read it again and enter your card once more.',
    out_of_date: 'This page was out of date, so nothing was charged. Please enter your card once more.',
    another_day:
      'The day has changed since this page was opened, and with it the dates of your payments. Nothing was charged. Please read them again and enter your card once more.',
    intent_over: 'This page had run out, so nothing was charged. Please enter your card once more.',
    not_sent:
      'We could not reach the payment service. Nothing was charged. Please enter your card and try again.',
  },
};

/** Where another card takes the place of the one that is used. */
export const newCard = {
  title: 'Replace your card',
  whatItMeans:
    'Nothing is taken now. Every payment from the next one on is taken from your new card; everything else stays as you agreed.',
  nextPayment: 'Next payment',
  use: 'Use this card',
  keep: 'Keep the card that is used now',
  again: {
    not_as_shown:
      'Your payments may have changed since this page was opened, so your card was not taken over. Please read it again and enter your card once more.',
    form_over:
      'This page was out of date, so your card was not taken over. Please enter your card once more.',
    refused: 'Your card was not taken over. Please check it, or enter another one.',
    not_sent: 'We could not reach the payment service. Please enter your card and try again.',
  },
  tooManyCards: {
    heading: 'Too many cards today',
    text: 'So many cards were entered in one day that no other can be taken now. Please try again tomorrow, or ask the shop.',
    back: 'Back to your payments',
  },
  news: {
    beingSent: 'Your new card is being sent. Please look again in a moment.',
    unknown:
      'We do not know whether your new card was taken over. Please enter it once more: twice does no harm.',
    inPlace: 'Your new card is in place: it is used from the next payment on.',
  },
};

/** What the customer reads, prints and keeps of payments that have started. */
export const planPage = {
  stopped: { title: 'Payments stopped', heading: 'Your payments were stopped' },
  over: { title: 'Payments over', heading: 'Your payments are over' },
  allPaid: { title: 'All paid', heading: 'All payments are made' },
  failed: { title: 'A payment did not go through', heading: 'A payment did not go through' },
  setUp: { title: 'Payments set up', heading: 'Your payments are set up' },
  nothingMore: 'Nothing more will be taken.',
  dueToday: (amount: string) => `${amount} is due today.`,
  next: (amount: string, day: string) => `The next payment is ${amount} on ${day}.`,
  thePaymentOf: (day: string) => `The payment of ${day}`,
  severalPayments: (count: number, lastDay: string) => `${count} payments, the last of ${lastDay},`,
  failedWithOldCard: (which: string) =>
    `${which} did not go through with your old card and ${STILL_TO_BE_PAID}: the shop may have it taken again, or write to you.`,
  replaceCard: (which: string) =>
    `${which} did not go through. Please replace your card. What did not go through ${STILL_TO_BE_PAID}: the shop may have it taken again from the new one, or write to you.`,
  askTheShop: (which: string) =>
    `${which} did not go through. What did not go through ${STILL_TO_BE_PAID}: please ask the shop how.`,
  soFar: 'So far',
  upcoming: 'Upcoming',
  agreed: 'What you agreed to',
  print: 'Print this page',
  facts: {
    agreedOn: 'Agreed on',
    paidSoFar: 'Paid so far',
    refunded: 'Refunded',
    cardReplaced: 'Card replaced',
  },
};
