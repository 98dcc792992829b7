import type { BlinkSchedule } from '../../blink/repeat-payment';
import type { RepeatPayment, Setup } from '../schedule/repeat-payment';

/** What travels through Blink with the schedule: unguessable, one for each setup, and the only proof that a schedule is this setup's. */
export function referenceOf({ id }: Pick<RepeatPayment, 'id'>, { nonce }: Pick<Setup, 'nonce'>): string {
  return `${id}.${nonce}`;
}

/** The setup that this schedule was asked for by; null when it is not this repeat payment's at all. */
export function setupOf(repeatPayment: RepeatPayment, { reference }: BlinkSchedule): Setup | null {
  return repeatPayment.setups.find((setup) => referenceOf(repeatPayment, setup) === reference) ?? null;
}
