/** @jest-environment ./test/support/pglite-environment.cjs */
import type { Response } from 'express';
import { shopperLimits, type ShopperLimits } from '../../src/pages/shopper-limits';
import { rateLimitsIn } from '../../src/web/shared-rate-limits';
import { createOrderDatabase, type OrderDatabase } from '../support/order-database';
import { APP_SECRET } from '../support/rig';

/** Three times as many forms may be opened: six. */
const CARD_ATTEMPTS_PER_HOUR = 2;

describe('an opening that is refused for its order', () => {
  let place: OrderDatabase;
  let limits: ShopperLimits;
  beforeAll(async () => void (place = await createOrderDatabase()));
  beforeEach(async () => {
    await place.empty();
    limits = shopperLimits(rateLimitsIn(place.database, APP_SECRET), CARD_ATTEMPTS_PER_HOUR);
  });
  afterAll(() => place.drop());

  const opens = (id: string, address: string): Promise<boolean> =>
    limits
      .admission(id, from(address))
      .enter()
      .then(
        () => true,
        () => false,
      );
  let addresses = 0;
  const anotherAddress = () => `198.51.${(addresses += 1)}.1`;
  const usedUp = async (id: string): Promise<void> => {
    for (let each = 1; each <= 12; each++) expect(await opens(id, anotherAddress())).toBe(true);
  };

  it('leaves the count of the address as it is', async () => {
    await usedUp('ord_used_up');
    for (let each = 0; each < 20; each++) expect(await opens('ord_used_up', '192.0.2.1')).toBe(false);
    for (let each = 0; each < 6; each++) expect(await opens(`ord_${each}`, '192.0.2.1')).toBe(true);
    expect(await opens('ord_one_more', '192.0.2.1')).toBe(false);
  });

  it('makes no room for an address that is used up', async () => {
    await usedUp('ord_used_up');
    for (let each = 0; each < 6; each++) await opens(`ord_${each}`, '192.0.2.1');
    for (let each = 0; each < 20; each++) expect(await opens('ord_used_up', '192.0.2.1')).toBe(false);
    limits = shopperLimits(rateLimitsIn(place.database, APP_SECRET), CARD_ATTEMPTS_PER_HOUR); // another process
    expect(await opens('ord_one_more', '192.0.2.1')).toBe(false);
  });

  it('refuses nobody else at its address, however many are refused at once', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `ord_used_up_${index}`);
    for (const id of ids) await usedUp(id);
    const all = await Promise.all([
      ...ids.map((id) => opens(id, '192.0.2.1')),
      opens('ord_new', '192.0.2.1'),
    ]);
    expect(all).toEqual([...ids.map(() => false), true]);
  });
});

/** As much of a response as a limit needs. */
function from(address: string): Response {
  const edge = { warnings: { warn: () => undefined }, counts: { onLimit: () => undefined } };
  return { context: { sender: { address, isProxy: false, isUnheard: false }, edge } } as unknown as Response;
}
