import type { RepeatPayments } from './repeat-payments';
import { changeRepeatPayment } from '../store/change-repeat-payment';
import type { Change } from '../domain/history';
import type { RepeatPayment } from '../domain/repeat-payment';

/**
 * The customer leaves the bank's page for another card. If the schedule starts after all it is not denied: it is this repeat payment's,
 * or ended when another one was started meanwhile.
 */
export async function giveUpChallenge(deps: RepeatPayments, id: string): Promise<RepeatPayment> {
  const { repeatPayment } = await changeRepeatPayment(deps, id, { by: 'customer' }, ({ setups }) =>
    setups
      .filter(({ status }) => status === 'challenged')
      .map((setup): Change => ({ type: 'setup_abandoned', setupId: setup.id })),
  );
  return repeatPayment;
}
