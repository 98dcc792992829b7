import { isLoopback, origin } from './values';

export interface WrongVariable {
  readonly name: string;
  readonly reason: string;
}

type SetVariables = Readonly<Record<string, string | undefined>>;
type BlinkAddresses = Readonly<
  Partial<
    Record<
      'BLINK_API_URL' | 'BLINK_GATEWAY_URL' | 'BLINK_CARD_PRESENT_URL' | 'BLINK_POS_API_KEY',
      string | undefined
    >
  >
>;

export const DEFAULT_PORT = '3000';

/** Problems of variables that only show when they are compared. */
export function brokenRules(set: SetVariables): readonly WrongVariable[] {
  return [...halfPairs(set), ...samePorts(set), ...undeclaredTestMode(set)];
}

/** Variables that must be set together. */
const PAIRS = [
  ['BLINK_POS_API_KEY', 'BLINK_POS_API_SECRET'],
  ['MERCHANT_WEBHOOK_URL', 'MERCHANT_WEBHOOK_SECRET'],
  ['SMTP_URL', 'MAIL_FROM'],
] as const;

function halfPairs(set: SetVariables): WrongVariable[] {
  return PAIRS.flatMap(([one, other]) => {
    if ((set[one] === undefined) === (set[other] === undefined)) return [];
    const [present, absent] = set[one] === undefined ? [other, one] : [one, other];
    return [{ name: absent, reason: `is missing: ${present} needs it` }];
  });
}

function samePorts(set: SetVariables): WrongVariable[] {
  const metrics = set['METRICS_PORT'];
  if (metrics === undefined || metrics === '0' || metrics !== (set['PORT'] ?? DEFAULT_PORT)) return [];
  return [{ name: 'METRICS_PORT', reason: 'must differ from PORT: metrics are not for the public' }];
}

/** A public shop must not use a test system by mistake: its customers would get goods that nobody has paid for. */
function undeclaredTestMode(set: SetVariables): WrongVariable[] {
  const foreign = foreignBlinks(set);
  const isUndeclared = ['off', undefined].includes(set['BLINK_TEST_MODE']);
  if (foreign.length === 0 || !isUndeclared || isOnLoopback(set['PUBLIC_URL'])) return [];
  const reason = `must be on, since the host of ${foreign.join(' and ')} does not end in ${BLINKS_OWN}`;
  return [{ name: 'BLINK_TEST_MODE', reason }];
}

const BLINKS_OWN = '.blinkpayment.co.uk';

/** The names of used Blink addresses whose host is not Blink's. */
export function foreignBlinks(set: BlinkAddresses): readonly string[] {
  const used = [
    'BLINK_API_URL',
    'BLINK_GATEWAY_URL',
    ...(set.BLINK_POS_API_KEY === undefined ? [] : ['BLINK_CARD_PRESENT_URL' as const]),
  ] as const;
  return used.filter((name) => {
    const host = hostOf(set[name]);
    return host !== null && !host.endsWith(BLINKS_OWN);
  });
}

function isOnLoopback(address: string | undefined): boolean {
  const host = hostOf(address);
  return host === null || isLoopback(host);
}

/** Null for an unusable address: the list of wrong variables has it already. */
function hostOf(address: string | undefined): string | null {
  const read = address === undefined ? null : origin()(address);
  return typeof read === 'string' ? new URL(read).hostname : null;
}
