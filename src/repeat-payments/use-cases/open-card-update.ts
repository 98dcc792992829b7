import { admitted, UNLIMITED, type Admission } from '../../payments/admission';
import type { OpenCardUpdate, RepeatPayments } from './repeat-payments';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import { currencyOf } from '../domain/planned-payments';
import type { RepeatPayment } from '../domain/repeat-payment';
import { isRunning } from '../domain/status';
import { RepeatPaymentNotFound } from '../store/store';
import { CardNotReplaceable } from './operation-errors';
import { cardIntent, isUseful } from './open-enrolment';
import type { Cause } from '../../ledger/line';
import { payerOf } from '../../payments/customer';
import type { NewCardCheck } from '../../blink/payments/intent';

/**
 * The form for another card: the one that is open, or a new one. No money is taken by it.
 * @param admission asked only before an intent is opened
 * @throws TooManyRequests when that is not admitted; CardNotReplaceable, CardsNotOffered, RepeatPaymentNotFound; BlinkUnavailable,
 * BlinkRefused, BlinkUnreadable when no form could be had
 */
export function openCardUpdate(
  deps: RepeatPayments,
  id: string,
  cause: Cause,
  admission: Admission = UNLIMITED,
): Promise<OpenCardUpdate> {
  return deps.cardUpdates.run(`${id}/${admission.of}`, () => openOrNew(deps, id, cause, admission));
}

async function openOrNew(
  deps: RepeatPayments,
  id: string,
  cause: Cause,
  admission: Admission,
): Promise<OpenCardUpdate> {
  const repeatPayment = await deps.store.find(id);
  if (!repeatPayment) throw new RepeatPaymentNotFound();
  if (!isCardReplaceable(repeatPayment)) throw new CardNotReplaceable();
  return usable(repeatPayment, deps.clock.now()) ?? openNew(deps, repeatPayment, cause, admission);
}

function usable(repeatPayment: RepeatPayment, now: Date): OpenCardUpdate | null {
  const { cardCheck } = repeatPayment;
  const isGood = cardCheck !== null && !cardCheck.isUsed && isUseful(cardCheck.intent, now);
  return isGood ? { repeatPayment, cardCheck } : null;
}

/** Something is still to be taken, or may be taken again. */
export function isCardReplaceable(repeatPayment: RepeatPayment): boolean {
  const { schedule, payments } = repeatPayment;
  const mayBeRetried =
    schedule?.status === 'completed' && payments.some(({ status }) => status === 'declined');
  return isRunning(repeatPayment) || mayBeRetried;
}

async function openNew(
  deps: RepeatPayments,
  { id, plan, customer, cardCheck }: RepeatPayment,
  cause: Cause,
  admission: Admission,
): Promise<OpenCardUpdate> {
  const cardCheckId = deps.ids.enrolment();
  const wanted: NewCardCheck = {
    returnUrl: deps.addresses.returnUrl(id, cardCheckId),
    notificationUrl: deps.addresses.notificationUrl(id, cardCheckId),
    customer: payerOf(customer),
    currency: currencyOf(plan),
    isFirst: cardCheck === null,
  };
  const intent = await admitted(admission, () =>
    cardIntent(deps, 'online', () => deps.blink.intents.createToCheckCard(wanted)),
  );
  const { repeatPayment } = await changeRepeatPayment(deps, id, cause, (current) => {
    if (!isCardReplaceable(current)) throw new CardNotReplaceable();
    if (usable(current, deps.clock.now())) return []; // another page was faster; this intent is never used
    return [{ type: 'card_check_opened', cardCheckId, intent }];
  });
  if (!repeatPayment.cardCheck) throw new CardNotReplaceable();
  return { repeatPayment, cardCheck: repeatPayment.cardCheck };
}
