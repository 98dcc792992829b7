import type { Rig } from '../../support/rig';
import {
  answerBank,
  filledCardForm,
  goToBank,
  submit,
  type Card,
  type ShownPage,
} from '../../support/shopper';

export interface CreatedRepeatPayment {
  readonly id: string;
  readonly checkout_url: string;
}

/** £10.00 at once, then £5.00 every two weeks, twelve in all. */
const PLAN = {
  type: 'fixed',
  reference: 'CLUB-7',
  currency: 'GBP',
  amount: 500,
  first_amount: 1000,
  frequency: 'weeks',
  every: 2,
  instalments: 12,
};

export const DATES = {
  type: 'variable',
  reference: 'TOUR-9',
  currency: 'GBP',
  schedule: [
    { date: '2026-12-01', amount: 2500 },
    { date: '2026-12-24', amount: 5000 },
    { date: '2027-02-01', amount: 1250 },
  ],
};

/** By the shop's API, as a shop does it. */
export async function createRepeatPayment(rig: Rig, plan: object = {}): Promise<CreatedRepeatPayment> {
  const body = 'type' in plan ? plan : { ...PLAN, ...plan };
  const answer = await rig.api('POST', '/repeat-payments', body);
  if (answer.status !== 201)
    throw new Error(`The repeat payment was refused: ${JSON.stringify(answer.body)}`);
  return answer.body as CreatedRepeatPayment;
}

/** From the plan to the bank and back. */
export async function agree(
  rig: Rig,
  url: string,
  button: 'Approve' | 'Refuse' = 'Approve',
): Promise<ShownPage> {
  return answerBank(await goToBank(await sendCard(rig, url)), button);
}

/** Fills the card form at an address in and presses its button. */
export async function sendCard(rig: Rig, url: string, card?: Card): Promise<ShownPage> {
  const { page, form, fields } = await filledCardForm(rig, url, card);
  return submit(page, form, fields);
}

/** One that runs, agreed to a moment ago. */
export async function running(rig: Rig, plan: object = {}): Promise<CreatedRepeatPayment> {
  const made = await createRepeatPayment(rig, plan);
  await agree(rig, made.checkout_url);
  await rig.settle();
  return made;
}
