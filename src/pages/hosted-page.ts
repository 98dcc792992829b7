import type { Response } from 'express';
import { renderPage } from '../web/page';
import type { PageKind } from '../web/page-policies';
import type { Texts } from './texts/texts';

/** A view and the one object it prints: everything is formatted, nothing is left to decide. */
export interface HostedPage {
  readonly view: string;
  /** In whose language it is written; the view prints from it what is the same on every such page. */
  readonly texts: Texts;
  readonly page: { readonly title: string } & Readonly<Record<string, unknown>>;
}

export function show(res: Response, { view, texts, page }: HostedPage, kind: PageKind = 'plain'): void {
  renderPage(res, view, { ...page, texts }, kind);
}
