import type { NewOrder } from '../../../src/orders/domain/history';
import { NOW } from '../../support/orders';
import { Subject, type MakeStore } from './subject';

export function readingContract(makeStore: MakeStore): void {
  describe('reading', () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = new Subject(await makeStore());
    });

    it('gives back every field as it was, dates as dates', async () => {
      const wanted: Partial<NewOrder> = {
        reference: 'Grüße "quoted" \\ \u2028 🎟',
        description: null,
        customer: { name: null, email: null, address: null, postcode: null },
        paymentMethods: ['direct_debit', 'card'],
        capture: { delayDays: 3 },
        successUrl: null,
        cancelUrl: 'https://shop.example/basket?a=1&b=2',
        metadata: { empty: '', __proto: 'kept', note: "O'Brien; DROP TABLE orders" },
        expiresAt: new Date('2026-03-29T01:30:00.123Z'),
      };
      const order = await subject.create(wanted);
      const found = await subject.store.find(order.id);
      expect(found).toEqual(order);
      expect(found).toMatchObject(wanted);
      expect(found?.expiresAt).toBeInstanceOf(Date);
      expect(found?.expiresAt.toISOString()).toBe('2026-03-29T01:30:00.123Z');
      expect(found?.createdAt).toEqual(NOW);
    });

    it('describes itself, and says that it can be used', async () => {
      const { kind, durable } = subject.store.describe();
      expect({ kind, durable }).toEqual({ kind, durable: kind !== 'memory' });
      await expect(subject.store.check()).resolves.toBeUndefined();
    });
  });
}
