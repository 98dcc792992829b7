import { MINUTE, SECOND } from '../../src/kernel/clock';
import type { Order } from '../../src/orders/domain/order';
import { Fleet, type Instance } from '../support/processes/fleet';
import { formsIn } from '../support/html-forms';
import {
  answerBank,
  goToBank,
  payByCard,
  visit,
  type Card,
  type CreatedOrder,
  type ShownPage,
} from '../support/shopper';
import { expectGoodBooks } from './books';

/** One process of the product at a time, and people who go on after each of its deaths. */
export class Scene {
  private constructor(
    readonly fleet: Fleet,
    private instance: Instance,
  ) {}

  static async open(env: Readonly<Record<string, string>> = {}): Promise<Scene> {
    const fleet = await Fleet.open(env);
    return new Scene(fleet, await fleet.start());
  }

  get current(): Instance {
    return this.instance;
  }

  get sandboxOrigin(): string {
    return this.fleet.sandboxOrigin;
  }

  api(...request: Parameters<Fleet['api']>): ReturnType<Fleet['api']> {
    return this.fleet.api(...request);
  }

  /** Once: whoever asks for it again after the same death gets what was started. */
  async restart(): Promise<void> {
    if (this.instance.isAlive) return;
    this.instance = await this.fleet.start();
  }

  /** A shopper opens the checkout and goes as far as it lets them. */
  async comesToPay({ checkout_url }: CreatedOrder, card: Card): Promise<void> {
    const shown = await visit(checkout_url);
    const page = hasForm(shown, 'card-form') ? await payByCard(this, checkout_url, card) : shown;
    await this.goesOnAtBank(page, checkout_url);
  }

  private async goesOnAtBank(page: ShownPage, checkoutUrl: string): Promise<void> {
    if (hasForm(page, 'bank-form')) await answerBank(await goToBank(page), 'Approve');
    else if (page.html.includes(`${new URL(checkoutUrl).pathname}/bank`)) {
      const bank = await visit(`${checkoutUrl}/bank`);
      await answerBank(await goToBank(bank), 'Approve');
    }
  }

  /** Blink says everything that it has ever said of them, again. */
  async isTold(orders: readonly CreatedOrder[]): Promise<void> {
    const all = await this.fleet.blink.notifications();
    const said = all.filter(({ to }) => orders.some(({ id }) => to.includes(id)));
    await Promise.all(said.map(({ id }) => this.fleet.blink.deliver(id)));
  }

  async hearsAll(orders: readonly CreatedOrder[]): Promise<void> {
    await this.isTold(orders);
    await this.fleet.advance(6 * SECOND);
    await this.fleet.settle();
  }

  /**
   * The process is started again, and everybody goes on: the shopper comes back and pays whenever the page offers it, time passes, and
   * Blink's notifications arrive before all that, or when nobody expects them any more.
   */
  async goesOn(order: CreatedOrder, card: Card, notified: 'first' | 'last'): Promise<void> {
    await this.restart();
    if (notified === 'first') await this.hearsAll([order]);
    await this.comeBack([order], card);
    await this.comesToRest([order]);
  }

  /** Shoppers look at once, and whenever something may have been decided. */
  async comeBack(orders: readonly CreatedOrder[], card: Card): Promise<void> {
    for (const passed of [0, 3 * MINUTE, 16 * MINUTE, 33 * MINUTE]) {
      await this.fleet.advance(passed);
      await this.fleet.settle();
      await Promise.all(orders.map((order) => this.comesToPay(order, card)));
    }
  }

  /** Everything that was ever said is said again, and more time passes than anything waits for. */
  async comesToRest(orders: readonly CreatedOrder[]): Promise<void> {
    for (const passed of [16 * MINUTE, 33 * MINUTE]) {
      await this.hearsAll(orders);
      await this.fleet.advance(passed);
      await this.fleet.settle();
    }
    await expectGoodBooks(this.fleet, ids(orders));
  }

  async orderNow({ id }: CreatedOrder): Promise<Order> {
    const order = await this.fleet.store.find(id);
    if (!order) throw new Error(`Order ${id} is lost`);
    return order;
  }

  close(): Promise<void> {
    return this.fleet.close();
  }
}

function ids(orders: readonly CreatedOrder[]): readonly string[] {
  return orders.map(({ id }) => id);
}

function hasForm({ html }: ShownPage, id: string): boolean {
  return formsIn(html).some((form) => form.id === id);
}
