import type { Request, Response } from 'express';
import { SECOND } from '../../kernel/clock';
import { paths } from '../../kernel/paths';
import { withTimeout } from '../../kernel/with-timeout';
import type { Gate, PageRoute } from '../../pages/gates';
import { DEFAULT_LOCALE, textsIn, type Texts } from '../../pages/texts/texts';
import type { RepeatPayment } from '../domain/repeat-payment';
import { liveEnrolment } from '../domain/status';
import { NotAgreeable } from '../use-cases/open-enrolment';
import { CardNotReplaceable } from '../use-cases/operation-errors';
import { REPEAT_PAYMENT_GATES, type InsteadAtPlan, type RepeatPaymentAction } from './gates';
import type { RepeatPaymentPages } from './repeat-payment-pages';
import { repeatStepOf, type RepeatStep } from './repeat-step';

/** A customer waits so long for the bank; after that the page that checks by itself is shown and the start goes on. */
export const CUSTOMER_WAITS_MS = 8 * SECOND;

/** A customer at one of the pages of a repeat payment. */
export interface Visit {
  readonly pages: RepeatPaymentPages;
  readonly req: Request;
  readonly res: Response;
  readonly repeatPayment: RepeatPayment;
  readonly step: RepeatStep;
  readonly now: Date;
  /** Every page is begun here, and so is its language. */
  readonly texts: Texts;
}

export type RepeatPaymentRoute = PageRoute<RepeatPaymentAction, Visit>;

export function visitOf(
  pages: RepeatPaymentPages,
  req: Request,
  res: Response,
  repeatPayment: RepeatPayment,
): Visit {
  const now = pages.repeatPayments.clock.now();
  const step = repeatStepOf(repeatPayment, now);
  return { pages, req, res, repeatPayment, step, now, texts: textsIn(DEFAULT_LOCALE) };
}

export function goToPlan({ res, repeatPayment }: Pick<Visit, 'res' | 'repeatPayment'>): void {
  res.redirect(303, paths.repeatPayment(repeatPayment));
}

/** Another request has the start: its answer decides where this one goes, too. */
export async function goOnWhenAnswered(visit: Visit): Promise<void> {
  const { inFlight } = visit.pages.repeatPayments;
  await withTimeout(CUSTOMER_WAITS_MS, inFlight.settled(visit.repeatPayment.id));
  return goOn(visit);
}

/** To the bank when it waits, and to the one address, which always knows, otherwise. */
export async function goOn({ pages, res, repeatPayment }: Visit): Promise<void> {
  const current = (await pages.repeatPayments.store.find(repeatPayment.id)) ?? repeatPayment;
  const isChallenged = liveEnrolment(current)?.status === 'challenged';
  res.redirect(303, (isChallenged ? paths.repeatPaymentBank : paths.repeatPayment)(repeatPayment));
}

const INSTEAD: Readonly<Record<InsteadAtPlan, (visit: Visit) => void | Promise<void>>> = {
  plan: goToPlan,
  outcome_of_start: goOnWhenAnswered,
  not_agreeable: () => {
    throw new NotAgreeable();
  },
  card_not_replaceable: () => {
    throw new CardNotReplaceable();
  },
};

const TABLE: Readonly<Record<RepeatPaymentAction, Gate<RepeatStep['kind'], InsteadAtPlan>>> =
  REPEAT_PAYMENT_GATES;

export const repeatPaymentGates = { table: TABLE, instead: INSTEAD };
