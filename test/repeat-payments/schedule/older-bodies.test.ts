import { bodyOf } from '../../../src/repeat-payments/store/rows';
import { repeatPaymentBodySchema as repeatPaymentBody } from '../../../src/repeat-payments/domain/repeat-payment';
import { after, creation, setupOf, shown } from './made';

it('a payment that was written before anybody noted whether it had been called off is read', () => {
  const setup = setupOf();
  const body = bodyOf(
    after(null, [creation(), setup.opened(), setup.claimed(), setup.started(273), shown(1)]),
  );
  const payments = body.payments.map(({ wasCalledOff: _, ...payment }) => payment);
  const stored: unknown = JSON.parse(JSON.stringify({ ...body, payments }));
  expect(repeatPaymentBody.parse(stored).payments).toMatchObject([{ id: 1, wasCalledOff: false }]);
});
