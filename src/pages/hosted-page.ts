import type { Response } from 'express';
import { renderPage } from '../web/page';
import type { PageKind } from '../web/page-policies';

/** A view and the one object it prints: everything is formatted, nothing is left to decide. */
export interface HostedPage {
  readonly view: string;
  readonly page: { readonly title: string } & Readonly<Record<string, unknown>>;
}

export function show(res: Response, { view, page }: HostedPage, kind: PageKind = 'plain'): void {
  renderPage(res, view, page, kind);
}
