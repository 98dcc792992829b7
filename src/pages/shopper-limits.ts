import type { RequestHandler, Response } from 'express';
import { HOUR, MINUTE, SECOND } from '../kernel/clock';
import {
  alertAbove,
  limitRequests,
  refusalBy,
  takeFor,
  takeForAddress,
  type MakeRateLimit,
  type RateLimit,
} from '../web/rate-limits';
import { networkOf } from '../web/sender';
import type { Admission } from '../payments/admission';

/** Every limit that a shopper can meet, by the name that log and metrics know it by. */
export const SHOPPER_LIMITS = [
  'card-attempts',
  'card-attempts-of-network',
  'card-attempts-of-shop',
  'looks',
  'looks-of-address',
  'openings',
  'openings-of-address',
  'changes-of-way',
] as const;
type Name = (typeof SHOPPER_LIMITS)[number];

/** Everything here costs a call of the rate limit that all shoppers share at Blink, or is how stolen cards are tried. */
export interface ShopperLimits {
  /** Slows down whoever tries many cards. For requests whose order was found: what is tried on none is no try. */
  readonly limitCardAttempts: RequestHandler;
  /**
   * Anybody with the address can come back, or press the button, as often as they like. Whoever asks too often sees the page as it is:
   * notifications and the sweep bring the news.
   * @param id of the order or repeat payment
   */
  mayLook(id: string, res: Response): Promise<boolean>;
  /**
   * The same for a payment whose transaction nobody has named yet. The first in a minute is looked at however many others came from that
   * address: what the shopper brings from the bank may be the only word of the payment that there ever is.
   */
  mayLookAtUnnamed(id: string, res: Response): Promise<boolean>;
  /** To have an intent opened for this order or repeat payment, or the way to pay changed. What stands ready is shown without. */
  admission(id: string, res: Response): Admission;
}

/** A shopper comes back once, and is impatient a few times: so often a minute for each thing that is paid. */
const LOOKS = 10;
/** Two windows, two orders: nobody needs more, and Blink lets all of us ask 60 times. */
const LOOKS_PER_ADDRESS = 20;
/** An intent lives for 20 minutes at least, and there are five ways to pay. */
const OPENINGS_PER_HOUR = 12;
/** There and back fifty times. Each is kept in the order's history for as long as the order is. */
const CHANGES_OF_WAY_PER_HOUR = 100;
/** Of the tries that one address has. Above that somebody moves about in a network, or many do at once. */
const ALERT = { network: 5, shop: 50 } as const;

/** @param cardAttemptsPerHour of one address */
export function shopperLimits(make: MakeRateLimit, cardAttemptsPerHour: number): ShopperLimits {
  const hourly = (name: Name, requests: number) => make({ name, requests, seconds: HOUR / SECOND });
  const minutely = (name: Name, requests: number) => make({ name, requests, seconds: MINUTE / SECOND });
  return {
    limitCardAttempts: limitingCardAttempts(
      hourly('card-attempts', cardAttemptsPerHour),
      hourly('card-attempts-of-network', ALERT.network * cardAttemptsPerHour),
      hourly('card-attempts-of-shop', ALERT.shop * cardAttemptsPerHour),
    ),
    ...looking(minutely('looks', LOOKS), minutely('looks-of-address', LOOKS_PER_ADDRESS)),
    admission: admitting(
      hourly('openings', OPENINGS_PER_HOUR),
      hourly('openings-of-address', 3 * cardAttemptsPerHour),
      hourly('changes-of-way', CHANGES_OF_WAY_PER_HOUR),
    ),
  };
}

/** The network and the whole shop are only watched: behind them are shoppers who did nothing. */
function limitingCardAttempts(ofAddress: RateLimit, ofNetwork: RateLimit, ofShop: RateLimit): RequestHandler {
  const limit = limitRequests(ofAddress);
  return async (req, res, next) => {
    await Promise.all([
      alertAbove(ofNetwork, networkOf(res.context.sender.address), res),
      alertAbove(ofShop, 'shop', res),
      limit(req, res, next),
    ]);
  };
}

function looking(
  ofThing: RateLimit,
  ofAddress: RateLimit,
): Pick<ShopperLimits, 'mayLook' | 'mayLookAtUnnamed'> {
  const isAddressAllowed = async (id: string, res: Response): Promise<boolean> => {
    const { isAllowed } = await takeForAddress(ofAddress, res);
    if (!isAllowed) await ofThing.giveBack(id); // whoever uses up an address does not use up the order
    return isAllowed;
  };
  return {
    mayLook: async (id, res) => (await takeFor(ofThing, id, res)).isAllowed && isAddressAllowed(id, res),
    mayLookAtUnnamed: async (id, res) => {
      const { isAllowed, remaining } = await takeFor(ofThing, id, res);
      const isFirst = remaining === ofThing.requests - 1;
      return isAllowed && (isFirst || isAddressAllowed(id, res));
    },
  };
}

function admitting(ofThing: RateLimit, ofAddress: RateLimit, ofWays: RateLimit): ShopperLimits['admission'] {
  return (id, res) => ({
    of: res.context.sender.address,
    enter: async () => {
      const opened = await takeFor(ofThing, id, res);
      if (!opened.isAllowed) throw refusalBy(opened); // its address is not counted: nothing was opened
      const giveBack = () => ofThing.giveBack(id);
      const sent = await takeForAddress(ofAddress, res);
      if (sent.isAllowed) return { giveBack };
      await giveBack(); // whoever uses up an address does not use up the order
      throw refusalBy(sent);
    },
    changeWay: async () => {
      const changed = await takeFor(ofWays, id, res);
      if (!changed.isAllowed) throw refusalBy(changed);
    },
  });
}
