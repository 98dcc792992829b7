import type { Response } from 'express';
import { renderPage } from '../http/page';
import type { PageKind } from '../http/page-policies';
import type { CheckoutPage } from './pages';

export function show(res: Response, { view, page }: CheckoutPage, kind: PageKind = 'plain'): void {
  renderPage(res, view, page, kind);
}
