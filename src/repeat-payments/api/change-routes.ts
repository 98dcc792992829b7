import { z } from 'zod';
import { byApi, text } from '../../api/fields';
import { apiRoute, NO_BODY, NO_QUERY, type ApiRoute } from '../../api/route';
import { paths } from '../../kernel/paths';
import { RepeatPaymentNotFound } from '../store/store';
import { closeReview, RESOLUTIONS } from '../use-cases/close-review';
import { CardNotReplaceable } from '../use-cases/operation-errors';
import { isCardReplaceable } from '../use-cases/open-card-update';
import { GROUP, type RepeatPaymentApi } from './context';
import * as examples from './examples';
import { CARD_UPDATE_REFUSALS, REVIEW_REFUSALS } from './refusals';
import { REPEAT_PAYMENT_PART, repeatPaymentSchema, repeatPaymentView } from './view';

const cardUpdateSchema = z
  .object({
    checkout_url: z
      .url()
      .describe('Where the customer enters the new card. Whoever has this address can do so: do not log it.'),
  })
  .meta({ id: 'CardUpdate', description: 'Where the customer replaces the card.' });

/** The customer enters the new card on our page: a card never passes through the shop. */
export function cardUpdateRoute({ repeatPayments, publicUrl }: RepeatPaymentApi): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiRepeatPaymentCardUpdate,
    id: 'updateRepeatPaymentCard',
    group: GROUP,
    summary: 'Ask for another card',
    description:
      'Gives the address where the customer enters a new card, to which all upcoming payments are charged. The old one stays until they have.',
    parts: REPEAT_PAYMENT_PART,
    query: NO_QUERY,
    body: NO_BODY,
    answer: { status: 201, schema: cardUpdateSchema, description: 'Send the customer there.' },
    refusals: CARD_UPDATE_REFUSALS,
    examples: [{ title: 'A card that runs out', body: {}, answer: examples.CARD_UPDATE }],
    handle: async ({ param }) => {
      const repeatPayment = await repeatPayments.store.find(param('repeatPaymentId'));
      if (!repeatPayment) throw new RepeatPaymentNotFound();
      if (!isCardReplaceable(repeatPayment)) throw new CardNotReplaceable();
      return { checkout_url: publicUrl + paths.repeatPaymentNewCard(repeatPayment) };
    },
  });
}

const closedReviewSchema = z
  .strictObject({
    resolution: z
      .enum(RESOLUTIONS)
      .describe(
        '`dismissed`: nothing more to do. `not_started`: the setup whose outcome is unknown started nothing. `happened`, `did_not_happen`: what became of what was asked of Blink without an answer.',
      ),
    reason: text(500).meta({
      description: 'What was found out, for whoever reads the history. No personal data, please.',
      examples: ['The portal shows the refund'],
    }),
  })
  .meta({ id: 'ClosedRepeatPaymentReview', description: 'What a human found out.' });

export function reviewRoute({ repeatPayments, publicUrl }: RepeatPaymentApi): ApiRoute {
  return apiRoute({
    method: 'post',
    path: paths.apiRepeatPaymentReview,
    id: 'closeRepeatPaymentReview',
    group: GROUP,
    summary: 'Close the review of a repeat payment',
    description: 'Says what a human found out about a repeat payment with `needs_review`.',
    parts: REPEAT_PAYMENT_PART,
    query: NO_QUERY,
    body: closedReviewSchema,
    answer: {
      status: 200,
      schema: repeatPaymentSchema,
      description: 'The repeat payment, no longer waiting for a human.',
    },
    refusals: REVIEW_REFUSALS,
    examples: [
      {
        title: 'A refund that did happen',
        body: { resolution: 'happened', reason: 'The portal shows the refund' },
        answer: examples.REFUNDED,
      },
    ],
    handle: async ({ param, body, caller }) => {
      const found = { resolution: body.resolution, note: body.reason };
      const repeatPayment = await closeReview(repeatPayments, param('repeatPaymentId'), found, byApi(caller));
      return repeatPaymentView(repeatPayment, publicUrl, repeatPayments.clock.now());
    },
  });
}
