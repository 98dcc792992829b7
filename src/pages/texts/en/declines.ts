/** Why a payment was refused, by what Blink or the bank gave as the reason. Where it only says that it failed, the heading has said all that is known. */
export const declines = {
  declined: 'Your bank did not accept the payment. It can tell you why.',
  insufficient_funds: 'There was not enough money available for it.',
  security_code: 'The security code was missing, or it was not the right one.',
  details:
    'Some of the details were missing or not right, or the card has expired. Please check them before you try again.',
  referred: 'Your bank wants to speak to you first. Please call it before you try again.',
  not_authenticated: 'Your bank could not confirm that it was you.',
  authentication_required: 'Your bank has to check that it is you. Please try again and follow its steps.',
  amount: 'This amount cannot be paid with a test account.',
  other: 'The payment was not accepted. Your bank may be able to tell you why.',
};
