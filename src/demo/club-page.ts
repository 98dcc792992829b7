import { DEFAULT_LOCALE, textsIn } from '../pages/texts/texts';
import { formatMoney, money } from '../kernel/money';
import { CLUB_PRICE } from './club';
import type { Membership } from './club-api';

interface ClubWords {
  readonly tone: 'good' | 'waiting' | 'bad';
  readonly badge: string;
  readonly heading: string;
  readonly text: string;
}

/** @param membership null for a visitor who never asked to join */
export function clubPage(csrfToken: string, membership: Membership | null): object {
  const words = wordsFor(membership);
  return {
    title: words.heading,
    csrfToken,
    ...words,
    join: canJoin(membership) ? `Join for ${formatMoney(CLUB_PRICE)} a month` : null,
    links: membership && !canJoin(membership) ? [linkTo(membership)] : [],
    payments: membership && membership.status !== 'pending' ? membership.payments.slice(0, 6).map(row) : [],
  };
}

function canJoin(membership: Membership | null): boolean {
  return !membership || membership.status === 'cancelled' || membership.status === 'completed';
}

/** One address for everything: agreeing, what was taken, another card. */
function linkTo({ status, started_at: startedAt, checkout_url: href }: Membership): object {
  return { label: status === 'pending' && !startedAt ? 'Read it and agree' : 'Payments and card', href };
}

function wordsFor(membership: Membership | null): ClubWords {
  if (!membership)
    return {
      tone: 'waiting',
      badge: 'Every month',
      heading: 'The coffee club',
      text: `A bag of beans from a small roaster, ${formatMoney(CLUB_PRICE)} a month, until you have had enough.`,
    };
  if (membership.needs_review !== null)
    return {
      tone: 'waiting',
      badge: 'Being checked',
      heading: 'We are looking at your membership',
      text: 'Something about it needs a human. Please do not join again.',
    };
  return wordsForStatus(membership);
}

function wordsForStatus({ status, started_at: startedAt, payments }: Membership): ClubWords {
  switch (status) {
    case 'pending':
      return startedAt
        ? {
            tone: 'good',
            badge: 'Member',
            heading: 'You are in the club',
            text: 'Your first bag leaves with the first payment.',
          }
        : {
            tone: 'bad',
            badge: 'Not a member yet',
            heading: 'You have not agreed yet',
            text: 'Nothing was taken. You can read the plan and agree to it whenever you like.',
          };
    case 'active':
      return payments.some((each) => each.status === 'declined')
        ? {
            tone: 'bad',
            badge: 'A payment failed',
            heading: 'A payment did not go through',
            text: 'Your bags wait until it does. Perhaps your card has run out: you can enter another.',
          }
        : {
            tone: 'good',
            badge: 'Member',
            heading: 'You are in the club',
            text: 'Your beans are roasted as we speak.',
          };
    case 'cancelled':
    case 'completed':
      return {
        tone: 'bad',
        badge: 'Ended',
        heading: 'Your membership has ended',
        text: 'Nothing more is taken. You can join again whenever you like.',
      };
    default:
      return status satisfies never;
  }
}

function row({ date, amount, status }: Membership['payments'][number]): object {
  return {
    day: textsIn(DEFAULT_LOCALE).values.day(date),
    amount: formatMoney(money(amount, CLUB_PRICE.currency)),
    status: STATUS[status],
  };
}

const STATUS: Readonly<Record<Membership['payments'][number]['status'], string>> = {
  pending: 'to come',
  paid: 'paid',
  declined: 'did not go through',
  refunded: 'given back',
  cancelled: 'called off',
};
