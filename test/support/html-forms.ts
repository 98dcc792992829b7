import { parse } from 'parse5';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

export interface HtmlForm {
  readonly id: string;
  readonly action: string;
  readonly method: string;
  /** Named inputs that a browser would send, submit buttons apart. */
  readonly fields: Readonly<Record<string, string>>;
  readonly buttons: readonly { readonly label: string; readonly name: string; readonly value: string }[];
}

/** A page is read for its text, its forms and its links, one after the other: it is parsed once. */
let last = { html: '', document: parse('') };

function documentOf(html: string): Tree.Document {
  if (html !== last.html) last = { html, document: parse(html) };
  return last.document;
}

/** The forms of a page as a browser would see them. */
export function formsIn(html: string): readonly HtmlForm[] {
  return elements(documentOf(html))
    .filter(({ tagName }) => tagName === 'form')
    .map((form) => ({
      id: attribute(form, 'id'),
      action: attribute(form, 'action'),
      method: attribute(form, 'method').toUpperCase() || 'GET',
      fields: Object.fromEntries(
        inputsOf(form).map((input) => [attribute(input, 'name'), attribute(input, 'value')]),
      ),
      buttons: elements(form)
        .filter(({ tagName }) => tagName === 'button')
        .map((button) => ({
          label: textOf(button),
          name: attribute(button, 'name'),
          value: attribute(button, 'value'),
        })),
    }));
}

/** What a page says, without its markup. */
export function textIn(html: string): string {
  return textOf(documentOf(html)).replace(/\s+/g, ' ').trim();
}

export function linksIn(html: string): readonly { readonly href: string; readonly label: string }[] {
  return elements(documentOf(html))
    .filter(({ tagName }) => tagName === 'a')
    .map((link) => ({ href: attribute(link, 'href'), label: textOf(link).trim() }));
}

function inputsOf(form: Tree.Element): readonly Tree.Element[] {
  return elements(form).filter(
    (element) =>
      element.tagName === 'input' &&
      attribute(element, 'name') !== '' &&
      attribute(element, 'type') !== 'submit',
  );
}

function elements(node: Tree.ParentNode): readonly Tree.Element[] {
  return node.childNodes.flatMap((child) => ('tagName' in child ? [child, ...elements(child)] : []));
}

function attribute(element: Tree.Element, name: string): string {
  return element.attrs.find((each) => each.name === name)?.value ?? '';
}

function textOf(node: Tree.Node): string {
  if ('value' in node) return node.value;
  if (!('childNodes' in node) || ['script', 'style', 'noscript', 'template'].includes(node.nodeName))
    return '';
  return node.childNodes.map(textOf).join(' ');
}
