import { MemoryRepeatPaymentStore } from '../../src/repeat-payments/store/memory-store';
import { RepeatPaymentChanged } from '../../src/repeat-payments/store/store';
import { startRig, type Rig } from '../support/rig';
import { created, post } from './support/started';

const store = new MemoryRepeatPaymentStore();
let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ replace: () => ({ repeatPayments: store }) });
});
afterAll(() => rig.stop());

it('a request that others were in the way of is carried out when it comes again under its key', async () => {
  const id = await created(rig);
  const append = store.append.bind(store);
  store.append = () => Promise.reject(new RepeatPaymentChanged());
  const key = { 'Idempotency-Key': 'cancel-gym-17' };
  expect(await post(rig, id, 'cancel', {}, key)).toMatchObject({
    status: 409,
    body: { code: 'repeat_payment_changed' },
  });
  store.append = append;
  expect(await post(rig, id, 'cancel', {}, key)).toMatchObject({
    status: 200,
    body: { status: 'cancelled' },
  });
});
