/** Where the way to pay is chosen. */
export const choose = {
  title: 'Choose how to pay',
  heading: 'How would you like to pay?',
  lookingForWallets:
    'Looking for a way to pay that this device has. If nothing appears here, please open this page on a phone or in a browser with Apple Pay or Google Pay.',
};

export const checkout = {
  pay: (amount: string) => `Pay ${amount}`,
  nothingPaid: 'This payment did not go through and nothing was taken for it.',
  directDebitSetUp: {
    heading: 'Your Direct Debit is set up',
    willBeCollected: (amount: string, reference: string) =>
      `${amount} for order ${reference} will be collected from your bank account in the next few working days.`,
    notPaidYet:
      'It is not paid yet: your bank may still refuse the collection, which can take a week or more to be known. You need not do anything now, and please do not pay again.',
    comeBack: 'You can come back to this page at any time to see where your payment stands.',
  },
  beingChecked: {
    title: 'Checking your payment',
    heading: 'We are checking your payment',
    text: 'Your bank has not told us the result yet. Please do not pay again: this page shows the result as soon as it is there, and you can come back to it at any time.',
  },
  accepted: {
    title: 'Payment accepted',
    heading: 'Your bank has accepted the payment',
    text: 'We are waiting for the money to be confirmed, which can take until tomorrow. You need not do anything now, and please do not pay again: this page shows the result as soon as it is there, and you can come back to it at any time.',
  },
  preview: {
    heading: (merchant: string) => `Payment to ${merchant}`,
    text: (amount: string) => `${amount} can be paid here.`,
    link: 'Go to the payment',
  },
  closed: {
    cancelled: 'This order was cancelled',
    expired: 'This order has expired',
    nothingTaken: 'Nothing was taken for it.',
    startAgain: 'To buy it after all, please start again at the shop.',
  },
  unavailable: {
    heading: 'Paying is not possible just now',
    text: 'We could not reach the payment service. Nothing was taken. Please try again in a moment.',
  },
  noWayToPay: {
    heading: 'This order cannot be paid here',
    text: 'No way to pay for this order is open at the moment. Nothing was taken. Please ask the shop how to go on.',
  },
  noMoreTries: {
    heading: 'There were too many tries',
    inThisWay:
      'It was tried too often to pay this order in this way, so that is not possible any more. You can still pay another way.',
    inAnyWay:
      'This order was tried too often, so it cannot be paid here any more. Please ask the shop how to go on.',
    nothingCharged: 'Nothing was charged.',
  },
};

export const openBanking = {
  howItGoes: (merchant: string) =>
    `You go on to your own bank and approve the payment there. ${merchant} never sees your account or your password.`,
  going: 'Going to your bank…',
  youPay: (amount: string, merchant: string) =>
    `You pay ${amount} to ${merchant}. Your bank shows it before you approve.`,
};

export const directDebit = {
  collectedOnce: (amount: string) =>
    `${amount} is collected once from your bank account, in the next few working days.`,
  aboutYou: 'About you',
  yourAccount: 'Your bank account',
  confirmation:
    'By pressing the button you confirm that this is your account and that nobody else needs to authorise Direct Debits from it.',
  settingUp: 'Setting up…',
  setUp: (amount: string) => `Set up Direct Debit for ${amount}`,
  encrypted: 'Your account details go to Blink Payment, encrypted, and are not kept here.',
  /** The wording is the scheme's. */
  guarantee: {
    heading: 'The Direct Debit Guarantee',
    paragraphs: [
      'This Guarantee is offered by all banks and building societies that accept instructions to pay Direct Debits.',
      'If there are any changes to the amount, date or frequency of your Direct Debit, the organisation will notify you (normally 10 working days) in advance of your account being debited or as otherwise agreed. If you request the organisation to collect a payment, confirmation of the amount and date will be given to you at the time of the request.',
      'If an error is made in the payment of your Direct Debit, by the organisation or your bank or building society, you are entitled to a full and immediate refund of the amount paid from your bank or building society.',
      'If you receive a refund you are not entitled to, you must pay it back when the organisation asks you to.',
      'You can cancel a Direct Debit at any time by simply contacting your bank or building society. Written confirmation may be required. Please also notify the organisation.',
    ],
  },
};

export const receipt = {
  received: { title: 'Payment received', heading: 'Payment received' },
  reserved: {
    title: 'Payment reserved',
    heading: 'Payment reserved',
    note: 'The amount is reserved on your card and will be taken later.',
  },
  partlyRefunded: { title: 'Partly refunded', heading: 'Part of your payment was refunded' },
  refunded: {
    title: 'Refunded',
    heading: 'Your payment was refunded',
    note: 'Banks take a few days to show it.',
  },
  reversed: {
    title: 'Payment taken back',
    heading: 'This payment was taken back',
    note: 'Your bank has taken the money back. Please contact the shop.',
  },
  print: 'Print receipt',
};

/** What a receipt lists, on a page and in an email alike. */
export const receiptLines = {
  amount: 'Amount',
  refunded: 'Refunded',
  refundedInAll: 'Refunded in all',
  ofYourPaymentOf: 'Of your payment of',
  for: 'For',
  orderReference: 'Order reference',
  paidBy: 'Paid by',
  date: 'Date',
  transaction: 'Transaction',
};
