import type { Browser, Page } from 'playwright-core';
import { ShopperAtScreen, WIDTHS } from '../browser/demo-rig';
import { describeInBrowser, openBrowser } from '../support/browser';
import { startRig, type Rig } from '../support/rig';

jest.setTimeout(60_000);

describeInBrowser('the reference in a browser', () => {
  let browser: Browser;
  let rig: Rig;
  beforeAll(async () => {
    [browser, rig] = await Promise.all([openBrowser(), startRig()]);
  });
  afterAll(async () => {
    await browser.close();
    await rig.stop();
  });

  /** A developer who has the page open, and everything the browser had to complain about. */
  async function developer(width: number, scheme: 'light' | 'dark' = 'light'): Promise<ShopperAtScreen> {
    const reader = await ShopperAtScreen.at(browser, width);
    await reader.page.emulateMedia({ colorScheme: scheme });
    await reader.page.goto(`${rig.origin}/docs`);
    return reader;
  }

  it.each(WIDTHS.flatMap((width) => [[width, 'light'] as const, [width, 'dark'] as const]))(
    'fits, is accessible and breaks no policy, %d px wide and %s',
    async (width, scheme) => {
      const reader = await developer(width, scheme);
      await openAll(reader.page);
      expect(await reader.overflows()).toBe(false);
      expect(await reader.accessibilityProblems()).toEqual([]);
      expect(reader.complaints).toEqual([]);
      await reader.leave();
    },
  );

  it('leads by its contents to a call, and lets a keyboard skip them', async () => {
    const reader = await developer(1280);
    await reader.page.keyboard.press('Tab');
    expect(await focusedText(reader.page)).toBe('Skip to the content');
    await reader.page.getByRole('navigation').getByRole('link', { name: 'Cancel an order' }).click();
    expect(reader.page.url()).toMatch(/#cancelOrder$/);
    expect(await isInView(reader.page, 'Cancel an order')).toBe(true);
    await reader.leave();
  });
});

async function openAll(page: Page): Promise<void> {
  for (const summary of await page.locator('summary').all()) await summary.click();
}

function focusedText(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.textContent ?? null);
}

async function isInView(page: Page, heading: string): Promise<boolean> {
  const box = await page.getByRole('heading', { name: heading }).boundingBox();
  return box !== null && box.y >= 0 && box.y < 800;
}
