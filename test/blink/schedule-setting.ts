import type { NewSchedule } from '../../src/blink/schedules/repeat-payment';
import { money } from '../../src/kernel/money';
import { BROWSER, CARD_TOKEN, RETURN_URL } from './setting';

export const REFERENCE = 'rp_0123456789abcdef.n0nce-n0nce-n0nce';
export const FIXED_KEY = { type: 'fixed', id: 273 } as const;
export const VARIABLE_KEY = { type: 'variable', id: 127 } as const;

export const FIXED_SCHEDULE: NewSchedule = {
  plan: {
    type: 'fixed',
    amount: money(1001, 'GBP'),
    firstAmount: money(900, 'GBP'),
    finalAmount: null,
    frequency: 'days',
    every: 2,
    startDate: '2026-07-01',
    instalments: 3,
    finalDate: null,
  },
  reference: REFERENCE,
  currency: 'GBP',
  intentReference: 'pi_reference',
  card: { kind: 'customer_present', paymentToken: CARD_TOKEN, browser: BROWSER },
  payer: { name: 'Ann Bee', email: 'ann@example.com' },
  returnUrl: RETURN_URL,
};

/** As recorded in January 2024, by telephone. */
export function scheduleBody(overrides: object = {}): Record<string, unknown> {
  return {
    id: 273,
    payment_type: 'fixed_schedule',
    status: 'Active',
    customer_name: 'Ann Bee',
    customer_email: 'ann@example.com',
    reference: REFERENCE,
    address: null,
    postcode: null,
    currency: 'GBP',
    start_payment_date: '01-07-2026',
    final_payment_date: '05-07-2026',
    recurring_amount: '10.01',
    is_limited_installments: true,
    installments: 3,
    is_active: true,
    recurring_data: [
      instalmentBody({ is_processed: true, xref: '24013013VX01NV35FB13TYZ', processed_amount: '9.00' }),
      instalmentBody({ recurring_id: 1431, payment_date: '2026-07-03' }),
      instalmentBody({ recurring_id: 1432, payment_date: '2026-07-05' }),
    ],
    ...overrides,
  };
}

export function instalmentBody(overrides: object = {}): Record<string, unknown> {
  return {
    recurring_id: 1430,
    payment_date: '2026-07-01',
    processed_amount: '10.01',
    is_processed: false,
    xref: null,
    ...overrides,
  };
}

export function variableBody(overrides: object = {}): Record<string, unknown> {
  return scheduleBody({
    id: 127,
    payment_type: 'variable_schedule',
    frequency: 'N/A',
    frequency_duration: 'N/A',
    recurring_amount: 'N/A',
    ...overrides,
  });
}
