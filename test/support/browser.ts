import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { IN_VAIN_AFTER_MS } from './until';
import { describeWhere } from './what-is-here';

const USUAL_PLACES = [
  '/usr/bin/chromium-headless-shell', // without windows that nobody sees: two thirds of the work
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const chosen = process.env['CHROMIUM_PATH'];
const CHROMIUM = (chosen ? [chosen] : USUAL_PLACES).find((place) => existsSync(place));

/** Runs the tests in Chromium, where there is one: `CHROMIUM_PATH`, or in the usual places. */
export const describeInBrowser = describeWhere(
  CHROMIUM !== undefined,
  chosen ? `Chromium: there is none at ${chosen}` : 'Chromium: install it or set CHROMIUM_PATH',
);

/** Whatever a test waits for in it may take as long as on a busy machine it does. */
export async function openBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('There is no Chromium to open: use describeInBrowser');
  const args = ['--disable-gpu', '--disable-background-networking'];
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []; // Chromium's own sandbox does not work for root
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [...args, ...asRoot],
    timeout: IN_VAIN_AFTER_MS,
  });
  return browser.on('context', (context) => context.setDefaultTimeout(IN_VAIN_AFTER_MS));
}
