import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Runs the tests in Chromium; where there is none it says so, loudly, instead of passing quietly. */
export const describeInBrowser = existsSync(CHROMIUM)
  ? describe
  : (name: string, tests: () => void): void => {
      process.stderr.write(
        `\n*** LEFT OUT: "${name}" needs Chromium, and there is none at ${CHROMIUM} ***\n\n`,
      );
      describe.skip(name, tests);
    };

export function openBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  return chromium.launch({ executablePath: CHROMIUM, args });
}
