import { listingOf } from '../../api/listing';
import { apiRoute, NO_BODY, NO_QUERY, type ApiRoute } from '../../api/route';
import { paths } from '../../kernel/paths';
import { RepeatPaymentNotFound } from '../store/store';
import { GROUP, type RepeatPaymentApi } from './context';
import * as examples from './examples';
import { historyView, repeatPaymentHistoryEntrySchema } from './history-view';
import { UNKNOWN_REPEAT_PAYMENT } from './refusals';
import { REPEAT_PAYMENT_PART } from './view';

export function historyRoute({ repeatPayments: { store } }: RepeatPaymentApi): ApiRoute {
  return apiRoute({
    method: 'get',
    path: paths.apiRepeatPaymentHistory,
    id: 'listRepeatPaymentHistory',
    group: GROUP,
    summary: 'Read the history of a repeat payment',
    description:
      'Every change of the repeat payment, oldest first: what moved it, and what was seen. Nothing is ever removed or changed.',
    parts: REPEAT_PAYMENT_PART,
    query: NO_QUERY,
    body: NO_BODY,
    answer: {
      status: 200,
      schema: listingOf(repeatPaymentHistoryEntrySchema, 'Always null: the list is whole.').meta({
        id: 'RepeatPaymentHistory',
        description: 'The history of a repeat payment.',
      }),
      description: 'The whole history.',
    },
    refusals: [UNKNOWN_REPEAT_PAYMENT],
    examples: [
      { title: 'Agreed to, and begun', answer: { data: examples.RUNNING_HISTORY, next_cursor: null } },
    ],
    handle: async ({ param }) => {
      const history = await store.history(param('repeatPaymentId'));
      if (history.length === 0) throw new RepeatPaymentNotFound();
      return { data: history.map(historyView), next_cursor: null };
    },
  });
}
