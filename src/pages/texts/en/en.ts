import { checkout, choose, directDebit, openBanking, receipt, receiptLines } from './checkout';
import { declines } from './declines';
import { emails } from './emails';
import { cardFields, cardForm, fields, forms, otherCardField, problems, renewal, walletForm } from './forms';
import { bank, beingChecked, declined, errors, frame, links, summary } from './frame';
import { methods } from './methods';
import { payments, plan } from './plan';
import { agree, newCard, planPage, repeatPayments } from './repeat-payments';
import { values } from './values';

/** All that shoppers and customers read, in British English. */
export const en = {
  /** For browsers and readers of screens, and for Apple's button. */
  language: 'en-GB',
  values,
  frame,
  links,
  summary,
  bank,
  beingChecked,
  declined,
  errors,
  fields,
  problems,
  forms,
  cardFields,
  otherCardField,
  cardForm,
  renewal,
  walletForm,
  methods,
  declines,
  choose,
  checkout,
  openBanking,
  directDebit,
  receipt,
  receiptLines,
  repeatPayments,
  agree,
  newCard,
  plan,
  payments,
  planPage,
  emails,
};
