/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createShop } from '../../src/demo/shop';
import { API_KEY, startRig, startServer, stopServer, type Rig, type RigOptions } from '../support/rig';

export const WIDTHS = [1280, 360] as const;
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** The demo as a person meets it: shop, checkout and sandbox, each at its own address. */
export interface Demo extends Rig {
  readonly shopOrigin: string;
}

export async function startDemo(options: RigOptions = {}): Promise<Demo> {
  const shop = await startServer();
  const rig = await startRig({
    ...options,
    env: { SHOP_ORIGINS: shop.origin, MERCHANT_NAME: 'Harbour & Home', ...options.env },
  });
  shop.server.on(
    'request',
    createShop({
      checkoutUrl: rig.origin,
      apiKey: API_KEY,
      publicUrl: shop.origin,
      sessionSecret: 'a secret of the demo shop, long enough',
    }),
  );
  return {
    ...rig,
    shopOrigin: shop.origin,
    stop: async () => {
      await stopServer(shop.server);
      await rig.stop();
    },
  };
}

/** A shopper at a browser window, who notices everything the browser complains about. */
export class ShopperAtScreen {
  readonly complaints: string[] = [];
  readonly #widths: number[];

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    width: number,
  ) {
    this.#widths = [width, ...WIDTHS.filter((other) => other !== width)];
  }

  static async at(browser: Browser, width: number): Promise<ShopperAtScreen> {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const shopper = new ShopperAtScreen(await context.newPage(), context, width);
    shopper.page.on('console', (line) => {
      if (line.type() === 'error' && !line.text().includes('status of 4'))
        shopper.complaints.push(line.text());
    });
    shopper.page.on('pageerror', (error) => shopper.complaints.push(error.message));
    return shopper;
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  /** From the shop's front page to the card form. */
  async buy(demo: Demo, product = 'Harbour mug'): Promise<void> {
    await this.goToCheckout(demo, product);
    await this.choose('Card');
    await this.page.getByRole('heading', { name: 'Pay by card' }).waitFor();
  }

  /** From the shop's front page to the ways to pay. */
  async goToCheckout(demo: Demo, product = 'Harbour mug'): Promise<void> {
    await this.page.goto(demo.shopOrigin);
    await this.page.getByRole('listitem').filter({ hasText: product }).getByRole('button').click();
    await this.page.goto(`${demo.shopOrigin}/basket`);
    await this.page.getByRole('button', { name: 'Go to checkout' }).click();
    await this.sees('How would you like to pay?');
  }

  async choose(way: string): Promise<void> {
    await this.page.locator('.method', { has: this.page.getByText(way, { exact: true }) }).click();
  }

  async typeCard(card: { number?: string; expiry?: string; cvv?: string } = {}): Promise<void> {
    await this.page.getByLabel('Name on card').fill('Ada Shopper');
    await this.page.getByLabel('Email').fill('ada@shopper.example');
    await this.typeOnlyCard(card);
  }

  /** Into Blink's fields. */
  async typeOnlyCard({ number = '4543059999999990', expiry = '1230', cvv = '689' } = {}): Promise<void> {
    await this.frame('cardNumber').pressSequentially(number);
    await this.frame('cardExpiryDate').pressSequentially(expiry);
    await this.frame('cardCVV').pressSequentially(cvv);
  }

  frame(type: string) {
    return this.page.frameLocator(`iframe[src*="type=${type}"]`).locator('input');
  }

  async pay(): Promise<void> {
    await this.page.getByRole('button', { name: /^Pay £/ }).click();
  }

  async payUntilBank(): Promise<void> {
    await this.typeCard();
    await this.pay();
    await this.page.getByText('Sandbox Bank').waitFor();
  }

  async sees(heading: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  /**
   * What is wrong with the page in a window of this width and of the others, in words. The shopper goes on in the last of
   * them, so that a journey presses its buttons in windows of every width.
   */
  async problemsAtAnyWidth(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const width of this.#widths) {
      await this.page.setViewportSize({ width, height: 800 });
      const problems = await this.accessibilityProblems();
      found.push(...problems.map((problem) => `${width} px: ${problem}`));
      if (await this.overflows()) found.push(`${width} px: the page is wider than the window`);
    }
    this.#widths.reverse();
    return found;
  }

  /** What axe finds wrong with the page, in words; frames of the sandbox included. */
  async accessibilityProblems(): Promise<readonly string[]> {
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(AXE);
    const found = await this.page.evaluate(async () => {
      const { axe: runner } = window as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (
        await runner.run({
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          iframes: false,
        })
      ).violations;
    });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  }

  /** Whether the page is wider than the window. */
  overflows(): Promise<boolean> {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
  }
}
