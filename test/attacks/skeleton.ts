import { parse } from 'parse5';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

/**
 * What a page is made of: its elements with the names of their attributes, in order. Two pages with other texts have the same; one that
 * lets markup through has another.
 */
export function skeletonOf(html: string): readonly string[] {
  return elementsOf(parse(html)).map(({ tagName, attrs }) =>
    [tagName, ...attrs.map(({ name }) => name).sort()].join(' '),
  );
}

/** All elements, those in templates too. */
export function elementsOf(node: Tree.ParentNode): readonly Tree.Element[] {
  const children = 'content' in node ? [...node.childNodes, ...node.content.childNodes] : node.childNodes;
  return children.flatMap((child) => ('tagName' in child ? [child, ...elementsOf(child)] : []));
}

export function pageElements(html: string): readonly Tree.Element[] {
  return elementsOf(parse(html));
}

export function attributeOf(element: Tree.Element, name: string): string | null {
  return element.attrs.find((each) => each.name === name)?.value ?? null;
}
