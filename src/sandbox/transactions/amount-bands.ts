import { exponentOf, type Money } from '../../kernel/money';
import type { Settlement } from './transaction';

export interface Approval {
  readonly approved: true;
  readonly settlement: Settlement;
  /** A sale stays `Approved` until somebody at Blink takes the money. */
  readonly isTakenLater?: true;
}

export interface Decline {
  readonly approved: false;
  /** The gateway's response code. */
  readonly code: number;
  readonly status: 'Declined' | 'Referred' | 'Failed';
  readonly message: string;
}

export type Verdict = Approval | Decline;

const approval = (settlement: Settlement): Approval => ({ approved: true, settlement });
const decline = (code: number, message: string, status: Decline['status'] = 'Declined'): Decline => {
  return { approved: false, code, status, message };
};

export const DECLINES = {
  invalidAmount: decline(66_311, 'Invalid test amount'),
  referred: decline(1, 'Card referred', 'Referred'),
  keepCard: decline(4, 'Card declined - keep card'),
  declined: decline(5, 'Card declined'),
  scaRequired: decline(65, 'SCA required'),
  challengeRefused: decline(65_803, '3DS DECLINED'),
  notEnrolled: decline(65_803, 'Authentication Rejected By Issuer - Cardholder Not Enrolled In Service'),
} as const;

interface Band {
  /** In major units, exclusive. */
  readonly below: number;
  readonly first: Verdict;
  /** What the same card gets when it asks for the same amount once more. */
  readonly again: Verdict;
}

const always = (below: number, verdict: Verdict): Band => ({ below, first: verdict, again: verdict });

const BANDS: readonly Band[] = [
  always(1, DECLINES.invalidAmount),
  always(25, approval('accepted')),
  always(50, approval('rejected')),
  { below: 75, first: DECLINES.referred, again: approval('accepted') },
  { below: 100, first: DECLINES.referred, again: approval('rejected') },
  always(150, DECLINES.declined),
  always(200, DECLINES.keepCard),
  { below: 250, first: DECLINES.scaRequired, again: approval('accepted') },
  { below: 300, first: DECLINES.scaRequired, again: approval('never') },
];

/** Decides by the amount, as Blink's sandbox does, and remembers who has been refused once. */
export class AmountBands {
  readonly #refusedOnce = new Set<string>();

  /** @param cardMask null for a wallet */
  verdictOn(amount: Money, cardMask: string | null): Verdict {
    const major = amount.minor / 10 ** exponentOf(amount.currency);
    const band = BANDS.find((each) => major < each.below);
    if (!band) return DECLINES.invalidAmount;
    if (band.first === band.again) return band.first;
    const attempt = `${cardMask ?? 'wallet'} ${amount.currency} ${amount.minor}`;
    if (this.#refusedOnce.delete(attempt)) return band.again;
    this.#refusedOnce.add(attempt);
    return band.first;
  }
}
