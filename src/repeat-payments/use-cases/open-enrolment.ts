import { BlinkNotEnabled, BlinkUnreadable, refusesForGood } from '../../blink/errors';
import { later, MINUTE } from '../../kernel/clock';
import { AppError } from '../../kernel/errors';
import { sameMoney, type Money } from '../../kernel/money';
import { admitted, UNLIMITED, type Admission } from '../../payments/admission';
import type { OpenEnrolment, RepeatPayments } from './repeat-payments';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import { dayOf } from '../domain/days';
import type { Change } from '../domain/history';
import { currencyOf, dueAtOnce } from '../domain/planned-payments';
import type { Presence, RepeatPayment, Enrolment } from '../domain/repeat-payment';
import { isAgreeable, liveEnrolment } from '../domain/status';
import { RepeatPaymentNotFound } from '../store/store';
import { abandonReady } from '../domain/time-decisions';
import type { Cause } from '../../ledger/line';
import { payerOf } from '../../payments/customer';
import type { KeptIntent } from '../../payments/kept-intent';
import type { Intent } from '../../blink/payments/intent';

/** An intent with less of its life left is not offered: the customer has to read and to type, and the bank to answer. */
const SHORTEST_USEFUL_LIFE_MS = 5 * MINUTE;

export class NotAgreeable extends AppError {
  readonly status = 409;
  readonly code = 'repeat_payment_not_agreeable';
  constructor() {
    super('The repeat payment cannot be started now: it is over, started, or being started');
  }
}

/** Blink does not let this account take cards in this way. */
export class CardsNotOffered extends AppError {
  readonly status = 409;
  readonly code = 'cards_not_offered';
  constructor(why: string, cause?: Error) {
    super(`A card cannot be entered: ${why}`, cause ? { cause } : undefined);
  }
}

/**
 * An enrolment that can be sent, with an intent at Blink whose life is long enough: the one that stands ready, or a new one.
 * @param admission asked only before an intent is opened
 * @throws TooManyRequests when that is not admitted; NotAgreeable; CardsNotOffered; RepeatPaymentNotFound; BlinkUnavailable, BlinkRefused, BlinkUnreadable when no intent could be had
 */
export function openEnrolment(
  deps: RepeatPayments,
  id: string,
  cause: Cause,
  presence: Presence = 'online',
  admission: Admission = UNLIMITED,
): Promise<OpenEnrolment> {
  return deps.openings.run(`${id}/${presence}/${admission.of}`, () =>
    readyOrNew(deps, id, presence, cause, admission),
  );
}

async function readyOrNew(
  deps: RepeatPayments,
  id: string,
  presence: Presence,
  cause: Cause,
  admission: Admission,
): Promise<OpenEnrolment> {
  const repeatPayment = await deps.store.find(id);
  if (!repeatPayment) throw new RepeatPaymentNotFound();
  const setup = usableEnrolment(repeatPayment, deps.clock.now(), presence);
  if (setup) return { repeatPayment, setup };
  if (!isAgreeable(repeatPayment, deps.clock.now())) throw new NotAgreeable();
  return openNew(deps, repeatPayment, presence, cause, admission);
}

/** The ready enrolment whose intent will still be good when the customer has typed. */
export function usableEnrolment(
  repeatPayment: RepeatPayment,
  now: Date,
  presence: Presence = 'online',
): Enrolment | null {
  const setup = liveEnrolment(repeatPayment);
  if (setup?.status !== 'ready' || setup.presence !== presence) return null;
  const isGood = isUseful(setup.intent, now) && isForToday(setup, repeatPayment, now);
  return isGood && isAgreeable(repeatPayment, now) ? setup : null;
}

/** What was to be taken yesterday need not be what is to be taken today. */
export function isForToday({ dueAtOnce: meant }: Enrolment, { plan }: RepeatPayment, now: Date): boolean {
  const due = dueAtOnce(plan, dayOf(now));
  return meant && due ? sameMoney(meant, due) : meant === due;
}

export function isUseful({ expiresAt }: Pick<Intent, 'expiresAt'>, now: Date): boolean {
  return later(now, SHORTEST_USEFUL_LIFE_MS) < expiresAt;
}

async function openNew(
  deps: RepeatPayments,
  repeatPayment: RepeatPayment,
  presence: Presence,
  cause: Cause,
  admission: Admission,
): Promise<OpenEnrolment> {
  const setupId = deps.ids.enrolment();
  const due = dueAtOnce(repeatPayment.plan, dayOf(deps.clock.now()));
  const intent = await admitted(admission, () => intentFor(deps, repeatPayment, { setupId, presence, due }));
  const opening: Change = {
    type: 'setup_opened',
    setupId,
    nonce: deps.ids.nonce(),
    presence,
    intent,
    dueAtOnce: due,
  };
  const changed = await changeRepeatPayment(deps, repeatPayment.id, cause, (current) => {
    if (usableEnrolment(current, deps.clock.now(), presence)) return []; // another page was faster; this intent is never used
    if (!isAgreeable(current, deps.clock.now())) throw new NotAgreeable();
    return [...abandonReady(current), opening];
  });
  const setup = usableEnrolment(changed.repeatPayment, deps.clock.now(), presence);
  if (!setup) throw new NotAgreeable();
  return { repeatPayment: changed.repeatPayment, setup };
}

/** For what is due today, and where nothing is, one that only checks the card. */
function intentFor(
  deps: RepeatPayments,
  { id, plan, customer, setups }: RepeatPayment,
  {
    setupId,
    presence,
    due,
  }: { readonly setupId: string; readonly presence: Presence; readonly due: Money | null },
): Promise<KeptIntent> {
  const given = {
    returnUrl: deps.addresses.returnUrl(id, setupId),
    notificationUrl: deps.addresses.notificationUrl(id, setupId),
    customer: payerOf(customer),
    cardEnteredBy: presence === 'phone' ? 'staff_by_phone' : 'customer',
    isFirst: setups.length === 0,
  } as const;
  return cardIntent(deps, presence, () =>
    due
      ? deps.blink.intents.create({ ...given, paymentType: 'credit-card', amount: due })
      : deps.blink.intents.createToCheckCard({ ...given, currency: currencyOf(plan) }),
  );
}

/**
 * @throws CardsNotOffered when Blink says that the account does not have it or cannot take such payments, or gives no form for it
 * @throws BlinkUnreadable when the intent is over before anybody has typed: the next one would be, too
 */
export async function cardIntent(
  { clock }: RepeatPayments,
  presence: Presence,
  create: () => Promise<Intent>,
): Promise<KeptIntent> {
  try {
    const intent = await create();
    if (!isUseful(intent, clock.now())) throw new BlinkUnreadable('POST intents', 'a life of minutes');
    return keptOf(intent, presence);
  } catch (error) {
    if (error instanceof BlinkNotEnabled) throw new CardsNotOffered('it is not enabled', error);
    if (refusesForGood(error)) throw new CardsNotOffered('Blink refuses these payments', error);
    throw error;
  }
}

function keptOf(
  { id, reference, expiresAt, merchantId, transactionUnique, elements }: Intent,
  presence: Presence,
): KeptIntent {
  const cardForm = presence === 'phone' ? elements.cardByPhone : elements.card;
  if (!cardForm && presence !== 'stored_card') throw new CardsNotOffered('Blink gives no form for it');
  return {
    id,
    reference,
    expiresAt,
    merchantId,
    transactionUnique,
    cardForm,
    bankForm: null,
    walletButton: null,
  };
}
