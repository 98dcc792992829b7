import { ledgerContract } from '../ledger/store-contract';
import { listingContract } from './contract/listing';
import { madeOf, orderSample } from './contract/order-sample';
import { readingContract } from './contract/reading';
import { schedulingContract } from './contract/scheduling';
import type { MakeStore } from './contract/subject';
import { takingContract } from './contract/taking';
import { tellingContract } from './contract/telling';
import { writingContract } from './contract/writing';

/**
 * What every store of orders must do.
 * @param makeStore gives an empty store for each test; some tests ask for more than one
 */
export function storeContract(name: string, makeStore: MakeStore): void {
  ledgerContract(name, orderSample, async () => madeOf(await makeStore()));
  describe(`${name} as an order store`, () => {
    writingContract(makeStore);
    takingContract(makeStore);
    readingContract(makeStore);
    listingContract(makeStore);
    tellingContract(makeStore);
    schedulingContract(makeStore);
  });
}
