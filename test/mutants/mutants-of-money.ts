import type { Mutant } from './mutant';

const ATTACKS = 'test/attacks';
const REFUNDS = 'test/merchant-api/refunds';
const CAPTURES = 'test/merchant-api/captures';
const SURPLUS = 'test/payments/surplus';
const REVERSALS = 'test/payments/reversals';
const DIRECT_DEBIT = 'test/checkout/direct-debit-journey';
const DOUBTFUL_ACCOUNTS = 'test/checkout/doubtful-accounts';
const WALLETS = 'test/checkout/wallet-journey';

/** Of the ways to pay and of what becomes of a payment: giving back, taking later, taken back, too much, other people's words. */
export const MUTANTS_OF_MONEY: readonly Mutant[] = [
  {
    name: 'a refund may be more than what is left',
    file: 'src/orders/use-cases/refund-order.ts',
    search: 'if (amount > left) throw',
    replace: 'if (amount < 0) throw',
    tests: [REFUNDS],
  },
  {
    name: 'the ledger of refunds has no limit',
    file: 'src/orders/domain/evolve-refund.ts',
    search: ' || refund.amount > left) {',
    replace: ') {',
    tests: ['test/orders/evolve'],
  },
  {
    name: 'a refund that was decided on old facts is made',
    file: 'src/orders/use-cases/refund-order.ts',
    search: 'if (expectedRefundable !== left) throw',
    replace: 'if (expectedRefundable < 0) throw',
    tests: [REFUNDS],
  },
  {
    name: 'a refund of unknown outcome leaves its money free',
    file: 'src/orders/domain/money-facts.ts',
    search: "underWay: total(refunds, ({ status }) => status === 'claimed' || status === 'unknown'),",
    replace: "underWay: total(refunds, ({ status }) => status === 'claimed'),",
    tests: [REFUNDS],
  },
  {
    name: 'a refund that is being sent leaves its money free',
    file: 'src/orders/domain/money-facts.ts',
    search: "underWay: total(refunds, ({ status }) => status === 'claimed' || status === 'unknown'),",
    replace: "underWay: total(refunds, ({ status }) => status === 'unknown'),",
    tests: [REFUNDS],
  },
  {
    name: 'a refund is made although another one is unknown',
    file: 'src/orders/use-cases/refund-order.ts',
    search: "each.attemptId === attempt.id && each.status === 'unknown'",
    replace: "each.attemptId === attempt.id && each.id === 'unknown'",
    tests: [REFUNDS],
  },
  {
    name: 'a call about money without an answer is sent again',
    file: 'src/payments/ask-once.ts',
    search: '    const answer = await call();',
    replace: "    let answer = await call();\n    if (answer.kind === 'unknown') answer = await call();",
    tests: [REFUNDS],
  },
  {
    name: 'all of it is given back before settlement when a part is asked for',
    file: 'src/orders/use-cases/execute-refund.ts',
    search: "    if (way === 'cancel' && !isWhole(claimed)) return { kind: 'too_early' };\n",
    replace: '',
    tests: [REFUNDS],
  },
  {
    name: 'Blink is asked to give a bank payment back',
    file: 'src/orders/domain/money-facts.ts',
    search: '  return isByCard(method);',
    replace: "  return isByCard(method) || method !== 'card';",
    tests: [REFUNDS],
  },
  {
    name: 'two captures of one reservation are sent',
    file: 'src/orders/use-cases/capture-order.ts',
    search: '  if (attempt.claim) throw new AuthorisationBusy();\n',
    replace: '',
    tests: [CAPTURES],
  },
  {
    name: 'whatever was asked about a reservation, something else may be asked too',
    file: 'src/orders/domain/evolve-authorisation.ts',
    search: '  if (attempt.claim) throw new Error(SOMETHING_ELSE);\n',
    replace: '',
    tests: ['test/orders/every-event'],
  },
  {
    name: 'the answer to a capture is taken for one to a release',
    file: 'src/orders/domain/evolve-authorisation.ts',
    search: "  if (claim.kind !== 'release') throw new Error(SOMETHING_ELSE);\n",
    replace: '',
    tests: ['test/orders/every-event'],
  },
  {
    name: 'a reservation that is none can be let go',
    file: 'src/orders/domain/transitions.ts',
    search: ' && (only === undefined || only === from);',
    replace: ' && only !== from.toUpperCase();',
    tests: ['test/orders/transitions'],
  },
  {
    name: 'more is taken than was reserved',
    file: 'src/orders/use-cases/capture-order.ts',
    search: '  if (amount > attempt.authorised) {',
    replace: '  if (amount < 0) {',
    tests: [CAPTURES],
  },
  {
    name: 'a pre-authorisation is taken by the call for delayed captures',
    file: 'src/orders/use-cases/capture-order.ts',
    search: "return order.capture === 'manual' ? 'rerun' : 'capture';",
    replace: "return order.capture === 'manual' ? 'capture' : 'rerun';",
    tests: [CAPTURES],
  },
  {
    name: 'a capture that Blink confirms is believed without a look',
    file: 'src/orders/use-cases/capture-order.ts',
    search:
      '  const order = await readOutcome(payments, written, at.attemptId, null);\n  voidSupersededAuthorisation',
    replace: `  const { changeOrder: write } = require('../store/change-order');
  const { order }: any = await write(payments, at.orderId, { by: 'system' }, (current: any) => {
    const { claim } = current.attempts.find(({ id }: any) => id === at.attemptId);
    return [{ type: 'money_captured', attemptId: at.attemptId, transactionId, amount: claim.amount }];
  });
  voidSupersededAuthorisation`,
    tests: [CAPTURES],
  },
  {
    name: 'a pre-authorisation that bears a word for money is money',
    file: 'src/orders/use-cases/reconcile-transaction.ts',
    search: "return order.capture === 'manual' && canBeAuthorised(attempt.method)",
    replace: "return order.id === '' && canBeAuthorised(attempt.method)",
    tests: ['test/payments/held-money'],
  },
  {
    name: 'another payment’s transaction settles a capture',
    file: 'src/orders/use-cases/capture-order.ts',
    search: '    if (!(error instanceof TransactionTaken)) throw error;\n',
    replace: '    throw error;\n',
    tests: [CAPTURES],
  },
  {
    name: 'an answer about another amount is an answer to what was asked',
    file: 'src/blink/payments/operation-answer.ts',
    search: "    if (!read || !sameMoney(read, amount)) return { kind: 'unknown', cause: 'other_amount' };\n",
    replace: '',
    tests: ['test/blink/move-answer'],
  },
  {
    name: 'an answer that speaks of the call alone is a refusal',
    file: 'src/blink/payments/operation-verdict.ts',
    search: 'if (status < 400 || SAYS_NOTHING.has(status)) return false;',
    replace: 'if (status < 400) return false;',
    tests: ['test/blink/move-answer'],
  },
  {
    name: 'a direct debit that was submitted is money',
    file: 'src/blink/wire/statuses.ts',
    search: "return TABLES[family].get(folded) ?? 'unknown';",
    replace:
      "return folded === 'pendingsubmission' ? 'captured' : (TABLES[family].get(folded) ?? 'unknown');",
    tests: [DIRECT_DEBIT],
  },
  {
    name: 'a direct debit that is confirmed is money whatever the merchant says',
    file: 'src/orders/use-cases/interpret-status.ts',
    search: "return policy.directDebitPaidAt === 'confirmed' ? 'captured' : 'pending';",
    replace: "return policy.directDebitPaidAt === 'confirmed' ? 'captured' : 'captured';",
    tests: [DIRECT_DEBIT],
  },
  {
    name: 'an account number goes with any sort code',
    file: 'src/orders/pages/direct-debit-form.ts',
    search: 'if (mayBeAccount(branch_code, account_number)) return null;',
    replace: 'if (mayBeAccount(branch_code, account_number) || account_number) return null;',
    tests: [DOUBTFUL_ACCOUNTS],
  },
  {
    name: 'a shopper who was asked about one account goes on with another',
    file: 'src/orders/pages/direct-debit-form.ts',
    search: 'if (doubtful === null || doubtful === askedAbout) return [];',
    replace: "if (doubtful === null || askedAbout !== '') return [];",
    tests: [DOUBTFUL_ACCOUNTS],
  },
  {
    name: 'a way to pay that is not enabled leaves its outcome unknown',
    file: 'src/blink/payments/payment-answer.ts',
    search: "return status === 401 && saysNotEnabled(refusal.texts) ? { kind: 'not_enabled' } : null;",
    replace: "return status === 0 && saysNotEnabled(refusal.texts) ? { kind: 'not_enabled' } : null;",
    tests: [DIRECT_DEBIT],
  },
  {
    name: 'an unknown word is a refusal',
    file: 'src/blink/wire/statuses.ts',
    search: "return TABLES[family].get(folded) ?? 'unknown';",
    replace: "return TABLES[family].get(folded) ?? 'declined';",
    tests: [`${ATTACKS}/wrong-money`],
  },
  {
    name: 'what others take back is not seen',
    file: 'src/orders/use-cases/reconcile-captured.ts',
    search: 'return isReversed ? [] : takenBack(transaction.status, order, attempt);',
    replace: 'return isReversed ? [] : takenBack(transaction.status, order, attempt).slice(1);',
    tests: [REVERSALS],
  },
  {
    name: 'what we gave back ourselves is a reversal',
    file: 'src/orders/use-cases/reconcile-captured.ts',
    search: 'if (mayBeOurs && (left === 0 || underWay > 0 || attempt.claim !== null)) return [];',
    replace: 'if (mayBeOurs && left < 0) return [];',
    tests: [REVERSALS],
  },
  {
    name: 'what the portal gave back in part is shown to nobody',
    file: 'src/orders/use-cases/reconcile-captured.ts',
    search: ", ...flagged(order, 'reversed_in_part')];",
    replace: '];',
    tests: [REVERSALS],
  },
  {
    name: 'a second payment is kept',
    file: 'src/orders/use-cases/reconcile-excess.ts',
    search: "return canBeRefunded(method) ? [{ type: 'surplus_found', attemptId: id, as }] : [];",
    replace:
      "return canBeRefunded(method) && as === 'late' ? [{ type: 'surplus_found', attemptId: id, as }] : [];",
    tests: [SURPLUS],
  },
  {
    name: 'a second bank payment waits for ever to be given back',
    file: 'src/orders/use-cases/reconcile-excess.ts',
    search: "return canBeRefunded(method) ? [{ type: 'surplus_found', attemptId: id, as }] : [];",
    replace: "return method ? [{ type: 'surplus_found', attemptId: id, as }] : [];",
    tests: [SURPLUS],
  },
  {
    name: 'late money goes back whatever the merchant says',
    file: 'src/orders/use-cases/reconcile-excess.ts',
    search: "const marks = policy.latePayment === 'refund' ? surplus(attempt, 'late') : [];",
    replace: "const marks = policy.latePayment !== 'accept' ? surplus(attempt, 'late') : [];",
    tests: [SURPLUS],
  },
  {
    name: 'a late bank payment of an earlier amount pays the order',
    file: 'src/orders/use-cases/reconcile-excess.ts',
    search: "policy.latePayment === 'refund' && canBeRefunded(attempt.method);",
    replace: "policy.latePayment === 'refund';",
    tests: [SURPLUS],
  },
  {
    name: 'a second reservation whose release was not done is shown to nobody',
    file: 'src/orders/use-cases/resolve-lost-response.ts',
    search: "...(claim.because === 'requested'",
    replace: "...(claim.kind === 'release'",
    tests: ['test/payments/held-money'],
  },
  {
    name: 'what is too much is asked for again although it was asked for',
    file: 'src/orders/domain/evolve-excess.ts',
    search: "if (change.type === 'refund_claimed') return marked(order, change.refund, null);",
    replace: "if (change.type === 'refund_claimed') return order.attempts;",
    tests: ['test/orders/reservations'],
  },
  {
    name: 'a bank’s page may have any address',
    file: 'src/blink/wire/bank-address.ts',
    search: "return url.protocol === 'https:' && isPublicName(url.hostname) ? url : null;",
    replace: 'return isPublicName(url.hostname) ? url : null;',
    tests: ['test/blink/bank-payments'],
  },
  {
    name: 'a bank’s page may be in this network',
    file: 'src/blink/wire/bank-address.ts',
    search: "return url.protocol === 'https:' && isPublicName(url.hostname) ? url : null;",
    replace: "return url.protocol === 'https:' ? url : null;",
    tests: ['test/blink/bank-payments', 'test/blink/acsform'],
  },
  {
    name: 'a card’s payer is sent to any page that the answer names',
    file: 'src/blink/payments/payment-answer.ts',
    search: "if (method !== 'open_banking' || !isSuccess(status) || refusal.saysError)",
    replace: 'if (!isSuccess(status) || refusal.saysError)',
    tests: ['test/blink/payment-answer'],
  },
  {
    name: 'Blink’s texts may repeat an account number',
    file: 'src/blink/wire/plain-text.ts',
    search: '[LOOKS_LIKE_A_CARD, LOOKS_LIKE_AN_ACCOUNT, LOOKS_LIKE_AN_EMAIL]',
    replace: '[LOOKS_LIKE_A_CARD, LOOKS_LIKE_AN_EMAIL]',
    tests: [`${ATTACKS}/canaries-of-methods`],
  },
  {
    name: 'Blink’s texts may repeat what a wallet sealed',
    file: 'src/blink/wire/plain-text.ts',
    search: 'withoutSecrets(oneLine(value))',
    replace: 'oneLine(value)',
    tests: [`${ATTACKS}/canaries-of-methods`],
  },
  {
    name: 'whoever asks for Apple’s file makes Blink be asked',
    file: 'src/orders/pages/apple-pay-domain.ts',
    search: 'if (file && clock.now() < notBefore) return file;',
    replace: '',
    tests: [WALLETS],
  },
  {
    name: 'a page passes for Apple’s file',
    file: 'src/blink/payments/apple-pay-domains.ts',
    search: " || reply.text.trimStart().startsWith('<'))",
    replace: ')',
    tests: [WALLETS],
  },
];
