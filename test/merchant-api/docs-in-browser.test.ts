import type { Browser, Page } from 'playwright-core';
import { ShopperAtScreen } from '../browser/demo-rig';
import { describeInBrowser, openBrowser } from '../support/browser';
import { startRig, type Rig } from '../support/rig';

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
  async function developer(width: number): Promise<ShopperAtScreen> {
    const reader = await ShopperAtScreen.at(browser, width);
    await reader.page.goto(`${rig.origin}/docs`);
    return reader;
  }

  it('fits, is accessible and breaks no policy, wide and narrow, light and dark', async () => {
    const reader = await developer(1280);
    await openAll(reader.page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await reader.page.emulateMedia({ colorScheme });
      expect(await reader.problemsAtAnyWidth()).toEqual([]);
    }
    expect(reader.complaints).toEqual([]);
    await reader.leave();
  });

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

/** The first as a person does it, the hundreds after it at once. */
async function openAll(page: Page): Promise<void> {
  await page.locator('summary').first().click();
  expect(await page.locator('details').first().getAttribute('open')).toBe('');
  await page.locator('details').evaluateAll((all: HTMLDetailsElement[]) => {
    for (const details of all) details.open = true;
  });
}

function focusedText(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.textContent ?? null);
}

async function isInView(page: Page, heading: string): Promise<boolean> {
  const box = await page.getByRole('heading', { name: heading }).boundingBox();
  return box !== null && box.y >= 0 && box.y < 800;
}
