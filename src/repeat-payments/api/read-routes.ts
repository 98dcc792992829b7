import { z } from 'zod';
import { byApi } from '../../api/fields';
import { listingOf, pageQuery, yesOrNo } from '../../api/listing';
import { apiRoute, NO_BODY, type ApiRoute } from '../../api/route';
import { boundedText } from '../../web/bounded-text';
import { paths } from '../../kernel/paths';
import { PLAN_TYPES } from '../domain/plan';
import { SCHEDULE_STATUSES } from '../domain/repeat-payment';
import { applyTimeouts } from '../use-cases/apply-timeouts';
import { refresh } from '../use-cases/refresh';
import { GROUP, type RepeatPaymentApi } from './context';
import * as examples from './examples';
import { BLINK_ANSWERS_NOT, UNKNOWN_REPEAT_PAYMENT } from './refusals';
import { REPEAT_PAYMENT_PART, repeatPaymentSchema, repeatPaymentView } from './view';

export function getRoute({ repeatPayments, publicUrl }: RepeatPaymentApi): ApiRoute {
  return apiRoute({
    method: 'get',
    path: paths.apiRepeatPayment,
    id: 'getRepeatPayment',
    group: GROUP,
    summary: 'Read a repeat payment',
    description:
      'The repeat payment as we know it. We learn of changes by ourselves; with `refresh=true` Blink is asked before we answer.',
    parts: REPEAT_PAYMENT_PART,
    query: z.strictObject({ refresh: yesOrNo.default('false').describe('Whether to ask Blink first.') }),
    body: NO_BODY,
    answer: { status: 200, schema: repeatPaymentSchema, description: 'The repeat payment.' },
    refusals: [UNKNOWN_REPEAT_PAYMENT, ...BLINK_ANSWERS_NOT],
    examples: [
      { title: 'One that runs', answer: examples.RUNNING },
      { title: 'Asking Blink first', query: { refresh: 'true' }, answer: examples.RUNNING },
    ],
    handle: async ({ param, query, caller }) => {
      const id = param('repeatPaymentId');
      const repeatPayment =
        query.refresh === 'true'
          ? await refresh(repeatPayments, id, byApi(caller))
          : await applyTimeouts(repeatPayments, id, { by: 'system' });
      return repeatPaymentView(repeatPayment, publicUrl, repeatPayments.clock.now());
    },
  });
}

const querySchema = z.strictObject({
  type: z.enum(PLAN_TYPES).optional().describe('Only of this type.'),
  status: z.enum(SCHEDULE_STATUSES).optional().describe('Only with this status now.'),
  needs_review: yesOrNo.optional().describe('Only those that wait for a human, or only those that do not.'),
  reference: boundedText(100).min(1).optional().describe('Only with exactly this reference.'),
  customer: boundedText(254).min(1).optional().describe("Only with this customer's e-mail address."),
  ...pageQuery,
});

export function listRoute({ repeatPayments, publicUrl }: RepeatPaymentApi): ApiRoute {
  return apiRoute({
    method: 'get',
    path: paths.apiRepeatPayments,
    id: 'listRepeatPayments',
    group: GROUP,
    summary: 'List repeat payments',
    description: 'Newest first. All filters must hold.',
    parts: {},
    query: querySchema,
    body: NO_BODY,
    answer: {
      status: 200,
      schema: listingOf(repeatPaymentSchema, 'For the next page; null on the last one.').meta({
        id: 'RepeatPaymentPage',
        description: 'A page of repeat payments.',
      }),
      description: 'A page of repeat payments.',
    },
    refusals: [],
    examples: [
      {
        title: "A customer's running ones",
        query: { customer: 'ada@shopper.example', status: 'active' },
        answer: { data: [examples.RUNNING], next_cursor: null },
      },
    ],
    handle: async ({ query: { needs_review: needsReview, ...query } }) => {
      const { items, nextCursor } = await repeatPayments.store.list({
        ...query,
        needsReview: needsReview === undefined ? undefined : needsReview === 'true',
      });
      const now = repeatPayments.clock.now();
      return { data: items.map((each) => repeatPaymentView(each, publicUrl, now)), next_cursor: nextCursor };
    },
  });
}
