import type { Mutant } from './mutant';

const PAGES = 'src/repeat-payments/pages';
const AGREEING = 'test/repeat-payments/pages/agreeing';
const ATTACKS = 'test/attacks/repeat-payment-pages';

/** What keeps a customer from paying otherwise than the page said, or more than once. */
export const MUTANTS_OF_REPEAT_PAYMENTS: readonly Mutant[] = [
  {
    name: 'a plan that was read yesterday is agreed to with the days of today',
    file: `${PAGES}/agree-step.ts`,
    search: "  if (shownOn.parse(body)[SHOWN_ON] !== dayOf(now)) return 'another_day';\n",
    replace: '  void [shownOn, body, SHOWN_ON, dayOf];\n',
    tests: [AGREEING],
  },
  {
    name: 'a plan starts whatever the page showed',
    file: 'src/repeat-payments/use-cases/send-enrolment.ts',
    search: 'if (agreedTo !== null && agreedTo !== agreementOn(dayOf(now), current)) return [];',
    replace: "if (agreedTo !== null && agreementOn(dayOf(now), current) === '') return [];",
    tests: ['test/attacks/only-what-was-agreed'],
  },
  {
    name: 'a card is replaced whatever the page showed',
    file: 'src/repeat-payments/use-cases/update-card.ts',
    search: 'if (shown !== cardUpdateOn(today, current)) throw',
    replace: "if (shown === today && cardUpdateOn(today, current) === '') throw",
    tests: ['test/attacks/only-what-was-agreed'],
  },
  {
    name: 'a plan is agreed to by the form of another one',
    file: `${PAGES}/agree-step.ts`,
    search: "  if (live?.id !== setupId) return 'out_of_date';\n",
    replace: "  if (!live || !setupId) return 'out_of_date';\n",
    tests: [AGREEING],
  },
  {
    name: 'another site replaces the card of a repeat payment',
    file: `${PAGES}/routes.ts`,
    search: "{ ...card, action: 'replace_card',",
    replace: "{ ...card, before: takesCard.slice(1), action: 'replace_card',",
    tests: [ATTACKS],
  },
  {
    name: 'the total of a plan leaves its last payment out',
    file: `${PAGES}/plan-texts.ts`,
    search: '    payments.reduce((sum, { amount }) => sum + amount.minor, 0),\n',
    replace: '    payments.slice(0, -1).reduce((sum, { amount }) => sum + amount.minor, 0),\n',
    tests: ['test/repeat-payments/pages/plan-texts'],
  },
  {
    name: 'whoever has the address of payments that run reads whose they are',
    file: `${PAGES}/new-card-page.ts`,
    search: '      title: texts.newCard.title,\n',
    replace:
      '      title: texts.newCard.title,\n      fields: { name: { value: repeatPayment.customer.name, error: null }, email: null, address: null, postcode: null },\n',
    tests: [ATTACKS],
  },
];
