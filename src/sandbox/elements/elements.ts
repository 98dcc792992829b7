import type { Intent } from '../intents/intent';
import type { World } from '../world';
import { directDebitElement, openBankingElement } from './bank-elements';
import { cardElement, motoElement } from './card-element';
import { applePayElement, googlePayElement } from './wallet-elements';

/** The markup for every way to pay that the account has. One form on the shop's page takes one of them. */
export function elementsOf(world: World, intent: Intent): Record<string, string> {
  const origin = world.origin();
  return {
    ccElement: cardElement(intent, origin).text,
    ...(intent.withMoto && { ccMotoElement: motoElement(intent, origin).text }),
    ...(world.switches.now.directDebitEnabled && { ddElement: directDebitElement(intent).text }),
    obElement: openBankingElement(intent).text,
    gpElement: googlePayElement(intent, origin).text,
    apElement: applePayElement(intent, origin).text,
  };
}
