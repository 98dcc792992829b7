import type { Cause } from '../../orders/history';
import { payerOf } from '../../payments/payer';
import type { RepeatPayments } from '../repeat-payments';
import { changeRepeatPayment } from '../schedule/change-repeat-payment';
import { currencyOf } from '../schedule/planned-payments';
import type { CardCheck, RepeatPayment } from '../schedule/repeat-payment';
import { isRunning } from '../schedule/status';
import { RepeatPaymentNotFound } from '../schedule/store';
import { CardNotReplaceable } from './move-errors';
import { cardIntent, isUseful } from './open-setup';

export interface OpenCardUpdate {
  readonly repeatPayment: RepeatPayment;
  readonly cardCheck: CardCheck;
}

/**
 * The form for another card: the one that is open, or a new one. No money is taken by it.
 * @throws CardNotReplaceable, CardsNotOffered, RepeatPaymentNotFound; BlinkUnavailable, BlinkRefused, BlinkUnreadable when no form could be had
 */
export async function openCardUpdate(
  deps: RepeatPayments,
  id: string,
  cause: Cause,
): Promise<OpenCardUpdate> {
  const repeatPayment = await deps.store.find(id);
  if (!repeatPayment) throw new RepeatPaymentNotFound();
  if (!isCardReplaceable(repeatPayment)) throw new CardNotReplaceable();
  const { cardCheck } = repeatPayment;
  if (cardCheck && !cardCheck.isUsed && isUseful(cardCheck.intent, deps.clock.now()))
    return { repeatPayment, cardCheck };
  return openNew(deps, repeatPayment, cause);
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
  { id, plan, customer }: RepeatPayment,
  cause: Cause,
): Promise<OpenCardUpdate> {
  const cardCheckId = deps.ids.setup();
  const intent = await cardIntent(deps, 'online', () =>
    deps.blink.intents.createToCheckCard({
      returnUrl: deps.addresses.returnUrl(id, cardCheckId),
      notificationUrl: deps.addresses.notificationUrl(id, cardCheckId),
      customer: payerOf(customer),
      currency: currencyOf(plan),
    }),
  );
  const { repeatPayment } = await changeRepeatPayment(deps, id, cause, (current) => {
    if (!isCardReplaceable(current)) throw new CardNotReplaceable();
    return [{ type: 'card_check_opened', cardCheckId, intent }];
  });
  if (!repeatPayment.cardCheck) throw new CardNotReplaceable();
  return { repeatPayment, cardCheck: repeatPayment.cardCheck };
}
