import { formatMoney, type Money } from '../kernel/money';

interface Band {
  /** In pence, itself outside of the band. */
  readonly below: number;
  readonly outcome: string;
}

/** What Blink's test bank does is decided by the amount alone. */
const BANDS: readonly Band[] = [
  { below: 1_00, outcome: 'is refused as an invalid amount' },
  { below: 25_00, outcome: 'is paid' },
  { below: 50_00, outcome: 'is paid, and then rejected when it should be settled' },
  { below: 100_00, outcome: 'is referred: the bank wants the shop to call' },
  { below: 150_00, outcome: 'is declined' },
  { below: 200_00, outcome: 'is declined, and the bank keeps the card' },
  { below: 300_00, outcome: 'is declined until the bank has checked the shopper more strictly' },
];

const ABOVE_ALL_BANDS = 'is refused as an invalid amount';

/** For people who try things out: `£10.99 is paid`. Amounts are in pounds, the only currency of this shop. */
export function outcomeHint(total: Money): string {
  const band = BANDS.find(({ below }) => total.minor < below);
  return `${formatMoney(total)} ${band?.outcome ?? ABOVE_ALL_BANDS}`;
}
