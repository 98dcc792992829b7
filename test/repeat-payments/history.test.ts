import { startRig, type Rig } from '../support/rig';
import { ADA, created, depsOf, FIXED, kept, post, started } from './support/started';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const historyOf = (id: string) => rig.api('GET', `/repeat-payments/${id}/history`);

describe('the history of a repeat payment', () => {
  it('is everything that happened, oldest first, and what moved it', async () => {
    const id = await started(rig);
    await post(rig, id, 'payments/1431/cancel');
    const { status, body } = await historyOf(id);
    expect(status).toBe(200);
    expect(body.next_cursor).toBeNull();
    const lines = body.data as { readonly sequence: number; readonly type: string }[];
    expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, index) => index + 1));
    expect(body.data[0]).toMatchObject({ type: 'repeat_payment_created', by: 'api' });
    expect(body.data).toContainEqual(
      expect.objectContaining({
        type: 'move_claimed',
        by: 'api',
        details: {
          move_id: expect.stringMatching(/^mov_/) as string,
          action: 'cancel_payment',
          payment_id: 1431,
          schedule_id: 273,
        },
      }),
    );
  });

  it('is nothing of who the customer is, and nothing that opens a door', async () => {
    const id = await started(rig, { ...FIXED, customer: ADA });
    const text = JSON.stringify((await historyOf(id)).body);
    const { token, setups } = await kept(rig, id);
    const secrets = setups.flatMap(({ nonce, intent, id: setupId }) => [
      nonce,
      intent.reference,
      intent.transactionUnique,
      depsOf(rig).capabilities.grant('repeat-payment-return', id, setupId),
    ]);
    for (const secret of [token, ...secrets, ADA.name, ADA.email, ADA.address, ADA.postcode, 'creq'])
      expect(text).not.toContain(secret);
  });

  it('is there before it has started, and not for one that is not', async () => {
    const id = await created(rig);
    expect((await historyOf(id)).body.data).toHaveLength(1);
    expect(await historyOf('rp_none')).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });
});
