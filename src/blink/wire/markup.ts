import type { DefaultTreeAdapterTypes } from 'parse5';
import { parseFragment } from 'parse5';

/** One start tag, as a browser would understand it. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly isInForm: boolean;
}

const MOST_TAGS = 1_000;

/**
 * The tags of a piece of Blink's HTML, in document order.
 * @returns null for what no form of Blink's can be: no text, too long, with a NUL in it, or with too many tags
 */
export function tagsOf(markup: unknown, longest: number): readonly Tag[] | null {
  if (typeof markup !== 'string' || markup.length > longest || markup.includes('\0')) return null;
  // Tags are counted before parsing, since a tree builder's work can grow faster than its input.
  if ((markup.match(/<[a-z]/gi)?.length ?? 0) > MOST_TAGS) return null;
  const tags: Tag[] = [];
  const waiting: { node: DefaultTreeAdapterTypes.ChildNode; isInForm: boolean }[] = [];
  const visitLater = (nodes: readonly DefaultTreeAdapterTypes.ChildNode[], isInForm: boolean): void => {
    for (const node of nodes.toReversed()) waiting.push({ node, isInForm });
  };
  visitLater(parseFragment(markup).childNodes, false);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, isInForm } = next;
    if (!('tagName' in node)) continue;
    const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]));
    tags.push({ name: node.tagName, attributes, isInForm });
    visitLater(node.childNodes, isInForm || node.tagName === 'form');
  }
  return tags;
}

export function typeOf(input: Tag): string {
  return (input.attributes.get('type') ?? 'text').toLowerCase();
}

/** Whether an attribute is an event handler (`onload`, `onclick`). */
export function hasHandler({ attributes }: Tag): boolean {
  return [...attributes.keys()].some((name) => name.startsWith('on'));
}
