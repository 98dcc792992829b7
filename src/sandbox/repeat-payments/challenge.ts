import { acsForm } from '../cards/acs-form';
import { authorise, decline, isDeclined } from '../cards/authorisation';
import { returnAddress } from '../cards/payment-answer';
import { DECLINES } from '../transactions/amount-bands';
import { returnUrlWith } from '../transactions/return-url';
import type { Transaction } from '../transactions/transaction';
import type { World } from '../world';
import type { Schedule } from './schedule';

const ANSWERS_AT = '/api/repeat-payment/v1';

/**
 * Sends the shopper to the bank; the schedule is only there once the bank has agreed.
 * @returns the acsform
 */
export function challengeFor(world: World, payment: Transaction, start: () => Schedule): string {
  const rule = world.rules.take(payment.cardMask);
  let schedule: Schedule | null = null;
  const challenge = world.challenges.open(
    {
      transaction: payment,
      onAnswer: (approved) => {
        if (approved) authorise(world, payment, rule);
        else decline(world, payment, DECLINES.challengeRefused);
        if (!isDeclined(payment)) schedule = start();
      },
      returnTo: () => returnTo(world, payment, schedule),
    },
    ANSWERS_AT,
  );
  return acsForm(world, challenge);
}

/** After success Blink's address carries "an encoded repeat schedule ID"; what the parameter is called is not published. */
function returnTo(world: World, payment: Transaction, schedule: Schedule | null): string {
  const { repeatReturn } = world.switches.now;
  if (!schedule || repeatReturn === 'transaction') return returnAddress(world, payment);
  const encoded = Buffer.from(String(schedule.id)).toString('base64');
  const name = repeatReturn === 'schedule-res' ? 'res' : 'repeat_payment_id';
  return returnUrlWith(payment.returnUrl, { [name]: encoded });
}
