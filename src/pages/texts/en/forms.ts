/** Labels and hints of what a shopper types. */
export const fields = {
  email: 'Email',
  yourName: 'Your name',
  nameOnCard: 'Name on card',
  billingAddress: 'Billing address',
  address: 'Address',
  postcode: 'Postcode',
  givenName: 'Given name',
  familyName: { label: 'Family name', hint: 'If you have one name only, write it here as well.' },
  company: {
    label: 'Company (optional)',
    hint: 'For the account of a company, in place of your own name.',
  },
  nameOnAccount: 'Name on the account',
  sortCode: { label: 'Sort code', hint: '6 digits, like 20-00-00' },
  accountNumber: { label: 'Account number', hint: 'Usually 8 digits' },
};

const ONE_NAME_ONLY = 'If you have one name only, write it in both fields.';

/** What is wrong with one input. The server and the scripts of a page say it by the same key. */
export const problems = {
  noEmail: 'Enter your email address',
  wrongEmail: 'Enter an email address like name@example.com',
  noName: 'Enter your name',
  noNameOnCard: 'Enter the name on the card',
  noCardAddress: "Enter the card's billing address",
  noCardPostcode: "Enter the card's postcode",
  noAddress: 'Enter your address',
  noPostcode: 'Enter your postcode',
  cardNumberElsewhere: 'Type the card number in the card field only',
  noCard:
    'The card details did not reach us. Nothing was charged. Check that the card fields below have loaded and type the card again.',
  noWalletToken:
    'Your wallet did not confirm the payment. Nothing was charged. Please press its button once more.',
  noNameOnAccount: 'Enter the name on the account',
  noGivenName: `Enter your given name. ${ONE_NAME_ONLY}`,
  noFamilyName: `Enter your family name. ${ONE_NAME_ONLY}`,
  noSortCode: 'Enter your sort code',
  wrongSortCode: 'Enter the 6 digits of your sort code, like 20-00-00',
  noAccountNumber: 'Enter your account number',
  wrongAccountNumber: 'Enter your account number: 8 digits, or 6 or 7 if it has no more',
  longAccountNumber:
    'A Direct Debit needs the number with 8 digits. Your bank shows it next to its sort code in its app, in online banking and on statements: please enter these two as they stand there, or ask your bank.',
  doubtfulAccount:
    'Are these details right? This account number does not seem to go with this sort code. Please check both against your card or a statement. If they are right, press the button once more.',
};

/** What is said of a form as a whole. */
export const forms = {
  checkMarked: 'Please check what is marked below.',
  tooLong: (most: number) => `Use at most ${most} characters`,
  pleaseWait: 'Please wait and do not close this page.',
};

/** Blink's own fields, whose insides nobody here can see. */
export const cardFields = {
  cardNumber: {
    label: 'Card number',
    missing: 'Enter the card number',
    wrong: 'Check the card number',
  },
  cardExpiryDate: {
    label: 'Expiry date',
    missing: 'Enter the expiry date',
    wrong: 'Check the expiry date',
  },
  cardCVV: {
    label: 'Security code',
    missing: 'Enter the security code',
    wrong: 'Check the security code',
  },
};

/** @param name as Blink calls a field that is in no table of ours */
export const otherCardField = (name: string) => ({
  label: name,
  missing: `Enter the ${name.toLowerCase()}`,
  wrong: `Check the ${name.toLowerCase()}`,
});

/** The card form, and what its script says. */
export const cardForm = {
  details: 'Card details',
  needsJavaScript:
    'Paying by card needs JavaScript, so that your card details go straight to Blink Payment and to nobody else. Please turn it on and reload this page. Nothing was charged.',
  unavailable: {
    heading: 'The card fields could not be loaded.',
    nothingCharged: 'Nothing was charged.',
    why: {
      before:
        'A content blocker, a strict privacy setting or a weak connection may have stopped them. Allow this page to load Blink Payment, then ',
      link: 'load the page again',
      after: '.',
    },
    stillStuck: 'Still stuck? Write to',
  },
  agreement: (merchant: string) =>
    `By pressing the button you agree that ${merchant} takes these payments from your card without asking you each time:`,
  encrypted: (merchant: string) =>
    `Your card details go straight to Blink Payment, encrypted. ${merchant} never sees them.`,
  paying: 'Paying…',
  checking: 'Checking…',
  checkCard: 'Please check your card details.',
  couldNotCheck: 'Your card could not be checked. Nothing was charged. Please try again.',
  couldNotCheckBecause: (reason: string) =>
    `Your card could not be checked: ${reason}. Nothing was charged. Please try again.`,
  isRenewed: 'One moment: this page is being renewed.',
  hasRunOut: 'This page has run out. Please load it again.',
  checkingIsSlow: 'This takes longer than usual. Nothing was charged so far. You can wait, or ',
  payingIsSlow: 'This takes longer than usual. Please do not pay twice: to see where your payment stands, ',
  loadAgain: { link: 'load the page again', after: '.' },
};

/** Said by the script that has a form on the screen renewed. */
export const renewal = {
  ending: 'Your time on this page ends in 2 minutes. It is being renewed; what you typed stays.',
  notYet: 'This page could not be renewed yet. We keep trying; what you typed stays.',
  done: 'Renewed. You can carry on.',
  changed: 'What is to be paid may have changed. This page is being loaded again. Nothing was charged.',
  failed: {
    before: 'This page could not be renewed. Please ',
    link: 'load the page again',
    after: ' before you pay. Nothing was charged.',
  },
};

export const walletForm = {
  needsJavaScript: (wallet: string) =>
    `${wallet} needs JavaScript. Please turn it on and reload this page, or pay another way. Nothing was charged.`,
  unavailable: (wallet: string) =>
    `${wallet} is not available in this browser, or was stopped by a content blocker. Nothing was charged.`,
  confirmed: (amount: string, wallet: string, merchant: string) =>
    `You confirm ${amount} in ${wallet}. ${merchant} never sees your card.`,
  hasRunOut: {
    before: 'This page has run out. Nothing was charged. Please ',
    link: 'load the page again',
    after: '.',
  },
};
