import fc from 'fast-check';

/**
 * Every property draws the same cases in every `npm test`, so that a build is red because of what was changed. Where nobody has looked yet is for the
 * long run, which draws anew each time; fast-check prints the seed of what fails, and `CASES_SEED` draws that again.
 */
const EVERY_TIME = 20_261_130;
const { CASES_SEED, LONG } = process.env;

if (CASES_SEED !== undefined) fc.configureGlobal({ seed: Number(CASES_SEED) });
else if (LONG !== '1') fc.configureGlobal({ seed: EVERY_TIME });
