import type { Kept } from '../../src/ledger/kind';
import { keepingContract } from './contract/keeping';
import { lookingContract } from './contract/looking';
import { pagingContract } from './contract/paging';
import { type Made, type Sample, SampleSubject } from './sample';

/**
 * What every store of the ledger must do, whatever it keeps.
 * @param make gives an empty store for each test; some tests ask for more than one
 */
export function ledgerContract<State extends Kept, Change>(
  name: string,
  sample: Sample<State, Change>,
  make: () => Made<State, Change> | Promise<Made<State, Change>>,
): void {
  const makeSubject = async () => new SampleSubject(sample, await make());
  describe(`${name} as a store of the ledger`, () => {
    keepingContract(makeSubject);
    pagingContract(makeSubject);
    lookingContract(makeSubject);
  });
}
