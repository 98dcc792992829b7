/** Around every page: head, foot and the links that lead away. */
export const frame = {
  secure: 'Secure checkout',
  testMode: { sign: 'TEST MODE', text: 'No real payment is made here.' },
  needHelp: 'Need help?',
  handledBy: (merchant: string) => `Payments to ${merchant} are handled by Blink Payment.`,
};

export const links = {
  tryAgain: 'Try again',
  payAnotherWay: 'Pay another way',
  returnAfterPaying: 'Return to shop',
  returnToShop: 'Return to the shop',
  returnWithoutPaying: (merchant: string) => `Return to ${merchant} without paying`,
};

/** Beside and below what is to be paid. */
export const summary = {
  order: 'Your order',
  totalToPay: 'Total to pay:',
  payTo: 'Pay to',
  reference: 'Reference',
};

/** Between the checkout and the bank. */
export const bank = {
  title: 'Going to your bank',
  checksThatItIsYou: 'Your bank will now check that it is you',
  asksToApprove: 'Your bank will now ask you to approve the payment',
  onTheWayToPage: 'You are being taken to your bank’s page. If nothing happens, press the button.',
  onTheWay: 'You are being taken to your bank. If nothing happens, press the button.',
  goOn: 'Continue to your bank',
  doNotClose: 'Please do not close this window: you come back here when your bank is done.',
  waiting: {
    title: 'Continue at your bank',
    heading: 'Your bank is waiting for you',
    goOn: 'Continue at your bank',
    cannotFinish: 'Cannot finish there?',
  },
};

/** While nobody knows the outcome. The last three are said by the page's script. */
export const beingChecked = {
  checkAgain: 'Check again',
  couldNotLook: 'We could not look just now. We keep trying.',
  noConnection: 'There seems to be no connection. We keep trying.',
  news: 'There is news. This page is being loaded again.',
};

/** What happened before a form was shown, or why there is none. */
export const declined = { reasonGiven: 'Reason given' };

const LOOK_FIRST = 'If you were paying, look at the page you started from before you pay again.';

/** Pages of errors speak by status only: messages of errors are for developers. */
export const errors = {
  notFound: {
    heading: 'Page not found',
    text: 'Check that the address is complete. The link in your shop or email leads to the right page.',
  },
  notOurPage: {
    heading: 'That could not be sent',
    text: 'It did not come from our own page. Go back, load the page again and try once more.',
    textWithLink:
      'It did not come from our own page, so nothing was done. Open the page at its own address and try once more.',
    link: 'Open the page',
  },
  tooManyTries: {
    heading: 'Too many tries',
    text: 'Please wait a few minutes, then try again.',
    textWithWait: (minutes: number) =>
      `Please wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, then try again. ${LOOK_FIRST}`,
  },
  unavailable: {
    heading: 'Not available right now',
    text: `Please try again in a moment. ${LOOK_FIRST}`,
  },
  ourFault: {
    heading: 'Something went wrong',
    text: `The fault is ours. Please try again in a moment. ${LOOK_FIRST}`,
  },
  unreadable: {
    heading: 'That could not be read',
    text: 'Go back, load the page again and try once more.',
  },
  damagedWayBack: {
    title: 'Back from your bank',
    heading: 'You are back from your bank',
    text: 'The address that brought you here is not complete, so we cannot tell which payment it is about. What you did at your bank counts all the same. Please open the payment page again, by the link in your shop or email: it shows whether you have paid. Please do not pay again before you have looked there.',
  },
  pleaseQuote: 'If you write to us about this, please quote',
};
