import { DECLINES } from '../transactions/amount-bands';
import type { Transaction } from '../transactions/transaction';
import type { World } from '../world';
import { acsForm } from './acs-form';
import { authorise, decline } from './authorisation';
import { endedPayment, returnAddress } from './payment-answer';
import type { PaymentRule, ThreeDs } from './payment-rules';

/**
 * Takes a payment through 3-D Secure.
 * @returns the answer, to be asked for once everything has happened; for a declined payment it throws
 */
export function carryOut(
  world: World,
  transaction: Transaction,
  rule: PaymentRule,
  threeDs: ThreeDs,
): () => object {
  switch (threeDs) {
    case 'challenge':
      return challenge(world, transaction, rule);
    case 'rejected':
      decline(world, transaction, DECLINES.notEnrolled);
      return () => endedPayment(world, transaction);
    case 'frictionless':
      authorise(world, transaction, rule);
      return () => endedPayment(world, transaction);
    default:
      return threeDs satisfies never;
  }
}

/** What a payment is waiting for when it is opened. */
export function openingMessage(threeDs: ThreeDs): string {
  return threeDs === 'challenge' ? '3DS authentication required' : 'Payment received';
}

function challenge(world: World, transaction: Transaction, rule: PaymentRule): () => object {
  const opened = world.challenges.open({
    transaction,
    onAnswer: (approved) => {
      if (approved) authorise(world, transaction, rule);
      else decline(world, transaction, DECLINES.challengeRefused);
    },
    returnTo: () => returnAddress(world, transaction),
  });
  return () => ({ acsform: acsForm(world, opened) });
}
