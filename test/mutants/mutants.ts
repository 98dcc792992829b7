import type { Mutant } from './mutant';
import { MUTANTS_OF_KEEPING } from './mutants-of-keeping';
import { MUTANTS_OF_MONEY } from './mutants-of-money';
import { MUTANTS_OF_REPEAT_PAYMENTS } from './mutants-of-repeat-payments';

const ATTACKS = 'test/attacks';
const JOURNEY = 'test/checkout/card-journey';
const SHOWN = `${ATTACKS}/only-what-was-shown`;

/** In the order of the trust protocol: what arrives, what is read at Blink, what is sent, what is kept, the edge. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a notification needs no capability',
    file: 'src/notifications/routes.ts',
    search:
      "if (!payments.capabilities.isGranted('notification', orderId, attemptId, param(req, 'capability')))",
    replace: 'if (orderId === attemptId)',
    tests: [`${ATTACKS}/capabilities`],
  },
  {
    name: 'a return needs no capability',
    file: 'src/orders/pages/return.ts',
    search: "if (!payments.capabilities.isGranted('return', orderId, attemptId, capabilityOf(req)))",
    replace: 'if (capabilityOf(req) === orderId + attemptId)',
    tests: [`${ATTACKS}/capabilities`],
  },
  {
    name: 'one key for both kinds of capability',
    file: 'src/payments/capabilities.ts',
    search: '`blink-checkout/v1/${purpose}`',
    replace: "`blink-checkout/v1/${purpose && 'any'}`",
    tests: ['test/payments/capabilities'],
  },
  {
    name: 'only the start of a capability is compared',
    file: 'src/payments/capabilities.ts',
    search: 'return offered.length === expected.length && timingSafeEqual(offered, expected);',
    replace:
      'return timingSafeEqual(offered.subarray(0, 8), expected.subarray(0, offered.length).subarray(0, 8));',
    tests: ['test/payments/capabilities'],
  },
  {
    name: 'the status in a notification is believed',
    file: 'src/notifications/routes.ts',
    search: '    for (const notice of noticesIn(req)) await inbox.accept(notice);',
    replace: `    const said: any = hintFromNotification(req.body).fields;
    if (said?.status === 'Captured') {
      const { changeOrder } = require('../orders/store/change-order');
      const money = { type: 'money_captured', attemptId: addressed(req).attemptId, transactionId: said.transaction_id };
      await changeOrder(payments, addressed(req).orderId, { by: 'notification' }, (order: any) =>
        order.attempts.some((each: any) => each.captured) ? [] : [{ ...money, amount: order.amount.minor }],
      );
    }
    for (const notice of noticesIn(req)) await inbox.accept(notice);`,
    tests: ['test/notifications'],
  },
  {
    name: 'the status in a return is believed',
    file: 'src/orders/pages/return.ts',
    search: '    const { transactionId } = wayBackHint(req);',
    replace: `    const { transactionId } = wayBackHint(req);
    if (req.query['status'] === 'captured') {
      const { changeOrder } = require('../store/change-order');
      await changeOrder(payments, at.orderId, { by: 'return' }, (current: any) =>
        current.attempts.some((each: any) => each.captured)
          ? []
          : [{ type: 'money_captured', attemptId: at.attemptId, transactionId, amount: current.amount.minor }],
      );
    }`,
    tests: ['test/notifications'],
  },
  {
    name: 'any transaction counts, whatever nonce it carries',
    file: 'src/orders/use-cases/verify.ts',
    search: "transaction.merchantData['nonce'] === attempt.nonce ||",
    replace: "transaction.merchantData['nonce'] !== '' ||",
    tests: [`${ATTACKS}/transaction-substitution`],
  },
  {
    name: 'one transaction can pay two orders',
    file: 'src/ledger/memory-claims.ts',
    search: 'if (isShared || (this.holders.get(key)?.owner ?? owner) !== owner) throw taken();',
    replace: `if (key.startsWith('transaction')) continue;
      if (isShared || (this.holders.get(key)?.owner ?? owner) !== owner) throw taken();`,
    tests: ['test/orders/memory-store'],
  },
  {
    name: 'the amount of a transaction is not compared',
    file: 'src/orders/use-cases/reconcile-transaction.ts',
    search: 'if (!sameMoney(transaction.amount, attempt.amount))',
    replace: 'if (transaction.amount.currency !== attempt.amount.currency)',
    tests: ['test/payments/changes-from-transaction'],
  },
  {
    name: 'the currency of a transaction is not compared',
    file: 'src/orders/use-cases/reconcile-transaction.ts',
    search: 'if (!sameMoney(transaction.amount, attempt.amount))',
    replace: 'if (transaction.amount.minor !== attempt.amount.minor)',
    tests: ['test/payments/changes-from-transaction'],
  },
  {
    name: 'an old payment pays an order whose amount was changed',
    file: 'src/orders/use-cases/reconcile-transaction.ts',
    search: 'if (isOfAnEarlierAmount(order, attempt, policy))',
    replace: 'if (isOfAnEarlierAmount(order, attempt, policy) && attempt.id === order.id)',
    tests: ['test/payments/changes-from-transaction'],
  },
  {
    name: 'a reservation is taken for a payment',
    file: 'src/blink/wire/statuses.ts',
    search: "return TABLES[family].get(folded) ?? 'unknown';",
    replace: "return folded === 'approved' ? 'captured' : (TABLES[family].get(folded) ?? 'unknown');",
    tests: ['test/blink/statuses'],
  },
  {
    name: 'a second payment of an order is nothing special',
    file: 'src/orders/use-cases/reconcile-excess.ts',
    search: 'const earlier = earlierPayment(order, attempt);',
    replace: 'const earlier = earlierPayment({ ...order, attempts: [] }, attempt);',
    tests: ['test/model/found-by-the-model'],
  },
  {
    name: 'clocks decide which of two payments is too much',
    file: 'src/orders/domain/money-facts.ts',
    search: "standing.find(({ surplus }) => surplus !== 'duplicate') ??",
    replace: '',
    tests: ['test/model/found-by-the-model'],
  },
  {
    name: 'a lost answer to a charge is taken for a refusal',
    file: 'src/blink/payments/credit-cards.ts',
    search: "return { kind: 'unknown', cause: reply.cause };",
    replace: "return { kind: 'declined', reason: reply.cause, transactionId: null };",
    tests: ['test/blink/credit-cards'],
  },
  {
    name: 'a charge without an answer is sent again',
    file: 'src/blink/transport/api.ts',
    search: "const outcome = await limited.send(request, 'charge', timeBudget);",
    replace: `const first = await limited.send(request, 'charge', timeBudget);
  const outcome = first.kind === 'reply' ? first : await limited.send(request, 'charge', timeBudget);`,
    tests: ['test/blink/credit-cards'],
  },
  {
    name: 'a charge is checked, sent, and only then claimed',
    file: 'src/orders/use-cases/charge.ts',
    search: `    const claimed = await claim(payments, at, charging);
    if (claimed === 'not_as_shown') return { kind: 'not_charged', why: claimed };
    try {
      const answer = await ask(claimed.order, claimed.attempt);
      return await record(payments, claimed, asFarAsKnown(claimed.attempt, answer));`,
    replace: `    const order: any = await payments.orders.find(at.orderId);
    const attempt = order?.attempts.find(({ id }: any) => id === at.attemptId);
    const claimed: any = { order, attempt };
    if (!isChargeable(order, attempt, payments.clock.now())) throw new AttemptNotReady();
    try {
      const answer = await ask(order, attempt);
      await claim(payments, at, charging);
      return await record(payments, claimed, asFarAsKnown(attempt, answer));`,
    tests: [JOURNEY],
  },
  {
    name: 'a change does not ask whether another came first',
    file: 'src/ledger/memory-store.ts',
    search: 'if ((current?.version ?? 0) !== (before?.version ?? 0)) throw this.kind.changedMeanwhile();',
    replace: '',
    tests: ['test/orders/memory-store'],
  },
  {
    name: 'an intent is charged in its last seconds',
    file: 'src/orders/use-cases/charge.ts',
    search: 'const SHORTEST_LIFE_TO_CHARGE_MS = MINUTE;',
    replace: 'const SHORTEST_LIFE_TO_CHARGE_MS = 0 * MINUTE;',
    tests: ['test/checkout/expiring-intents'],
  },
  {
    name: 'a form is charged whatever it showed',
    file: 'src/orders/use-cases/charge.ts',
    search: 'if (!isAsShown(shown, current, attempt)) return [];',
    replace: "if (!isAsShown(shown, current, attempt) && attempt.id === '') return [];",
    tests: [SHOWN],
  },
  {
    name: 'a form that says nothing of an amount is charged',
    file: 'src/orders/use-cases/shown.ts',
    search: 'return shown !== null && shown.method',
    replace: 'return shown === null || shown.method',
    tests: [SHOWN],
  },
  {
    name: 'an intent is charged that may have another amount at Blink',
    file: 'src/orders/domain/status.ts',
    search: 'return !isAmountInDoubt && sameMoney(amount, order.amount);',
    replace: "return (!isAmountInDoubt || order.id !== '') && sameMoney(amount, order.amount);",
    tests: [SHOWN, 'test/orders/status'],
  },
  {
    name: 'an intent is asked to follow its order twice at once',
    file: 'src/orders/use-cases/amend-order.ts',
    search: 'return ready.isAmountInDoubt || hasSheetOfItsOwn ? abandonReady(order) : [];',
    replace: 'return hasSheetOfItsOwn ? abandonReady(order) : [];',
    tests: [SHOWN],
  },
  {
    name: 'a form is charged whichever attempt it was shown for',
    file: 'src/orders/pages/method-step.ts',
    search: '  if (attempt?.id !== read.form.attempt_id) {\n',
    replace: `  if (attempt) Object.assign(read.form, { attempt_id: attempt.id });
  if (attempt?.id !== read.form.attempt_id) {
`,
    tests: [`${ATTACKS}/tampered-forms`],
  },
  {
    name: 'a page action is carried out in every step',
    file: 'src/pages/gates.ts',
    search: 'gate.allowedIn.includes(step) ? null : gate.instead;',
    replace: 'gate.allowedIn.includes(step) || step !== gate.instead ? null : gate.instead;',
    tests: ['test/checkout/gates'],
  },
  {
    name: 'a deadline ends silence, but not a dripping answer',
    file: 'src/blink/transport/transport.ts',
    search: '      signal,\n',
    replace: '      timeout: Math.max(1, Math.ceil(request.deadlineMs)),\n',
    tests: ['test/blink/transport'],
  },
  {
    name: 'a redirect of Blink is followed, keys and all',
    file: 'src/blink/transport/transport.ts',
    search: 'maxRedirects: 0,',
    replace: 'maxRedirects: 5,',
    tests: ['test/blink/transport'],
  },
  {
    name: 'the bank’s form may hold anything',
    file: 'src/blink/payments/acsform.ts',
    search:
      "if (!tags?.every(isHarmless) || typeof markup !== 'string' || mentionsOfForm(markup) !== 1) return null;",
    replace: 'if (!tags) return null;',
    tests: ['test/blink/acsform'],
  },
  {
    name: 'Blink’s card element may hold anything',
    file: 'src/blink/payments/card-element.ts',
    search: 'if (!tags?.every(isHarmless)) return null;',
    replace: 'if (!tags) return null;',
    tests: ['test/blink/element'],
  },
  {
    name: 'the log takes every field as it comes',
    file: 'src/server/log/fields.ts',
    search: 'else if (SAFE_FIELDS.has(name)) safe[name] = safeValue(value, depth, IDS_OF_OTHERS.has(name));',
    replace: "else if (name !== '') safe[name] = value;",
    tests: ['test/logger'],
  },
  {
    name: 'an HTTP library’s error is logged with all it carries',
    file: 'src/server/log/fields.ts',
    search: "if (name === 'err') safe[name] = describedError(value);",
    replace: "if (name === 'err') safe[name] = { ...(value as object), message: String(value) };",
    tests: ['test/logger'],
  },
  {
    name: 'other sites can send our forms',
    file: 'src/web/same-origin.ts',
    search: 'if (READS.has(req.method) || comesFrom(publicUrl, req)) {',
    replace: "if (req.method !== '' || comesFrom(publicUrl, req)) {",
    tests: ['test/http/same-origin'],
  },
  {
    name: 'any API key is one of ours',
    file: 'src/web/bearer.ts',
    search: 'const matching = known.filter((key) => timingSafeEqual(key.hash, hash));',
    replace: 'const matching = known.filter((key) => key.hash.length === hash.length);',
    tests: ['test/http/bearer'],
  },
  {
    name: 'a schedule under another reference counts as the one we asked for',
    file: 'src/blink/schedules/schedule-answer.ts',
    search: 'if (reference !== null && reference !== asked.reference)',
    replace: "if (reference !== null && reference === '')",
    tests: ['test/blink/schedule-answer'],
  },
  {
    name: 'a schedule of the other type counts under the same number',
    file: 'src/blink/schedules/schedule.ts',
    search: "if (isOfOtherType(fields.value('payment_type'), key.type))",
    replace: "if (isOfOtherType('', key.type))",
    tests: ['test/blink/schedule.test'],
  },
  {
    name: 'one payment of a schedule may be named by no number, which ends them all',
    file: 'src/blink/schedules/schedule-operations.ts',
    search: 'if (!Number.isSafeInteger(value) || value <= 0)',
    replace: 'if (value === -1)',
    tests: ['test/blink/schedule-moves'],
  },
  {
    name: 'a schedule’s own status counts as the success of a call about it',
    file: 'src/blink/schedules/schedule-operations.ts',
    search: "return saysYes(verdict.body) ? { kind: 'done' } : { kind: 'unknown', cause: 'unrecognised' };",
    replace:
      "return saysYes(verdict.body) || verdict.body ? { kind: 'done' } : { kind: 'unknown', cause: 'unrecognised' };",
    tests: ['test/blink/schedule-moves'],
  },
  {
    name: 'Blink’s list of schedules ends where its pages do, whatever it says of its length',
    file: 'src/blink/schedules/schedule-list.ts',
    search: "return isNew ? null : 'too_early';",
    replace: "return isNew ? null : 'last';",
    tests: ['test/blink/repeat-payments.test'],
  },
  {
    name: 'two payments of one day become one',
    file: 'src/blink/schedules/schedule-body.ts',
    search: 'if (amounts.has(day))',
    replace: 'if (amounts.has(`${index}`))',
    tests: ['test/blink/repeat-payments.test'],
  },
  {
    name: 'card numbers pass as text',
    file: 'src/kernel/card-numbers.ts',
    search: 'return sum % 10 === 0;',
    replace: 'return sum < 0;',
    tests: ['test/orders/card-numbers'],
  },
  {
    name: 'the shop is told of every change of a paid order that it is paid',
    file: 'src/orders/domain/events.ts',
    search: 'const arrival = was === is || isReturnToPaid(was, is) ? undefined : OF_STATUS[is];',
    replace: 'const arrival = isReturnToPaid(was, is) ? undefined : OF_STATUS[is];',
    tests: ['test/orders/shop-events'],
  },
  {
    name: 'a repeated request with one Idempotency-Key is carried out again',
    file: 'src/api/idempotency/idempotency.ts',
    search: 'return { answer: claim.answer, isRepeat: true };',
    replace: 'return { answer: await this.carryOut(request, randomTicket()), isRepeat: false };',
    tests: ['test/merchant-api/idempotency'],
  },
  {
    name: 'our forms may be sent anywhere by what gets into a page',
    file: 'src/web/page-policies.ts',
    search: "'form-action': [\"'self'\"],",
    replace: "'form-action': ['*'],",
    tests: ['test/http/page-policies'],
  },
  ...MUTANTS_OF_MONEY,
  ...MUTANTS_OF_REPEAT_PAYMENTS,
  ...MUTANTS_OF_KEEPING,
];
