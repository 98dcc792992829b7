/** A target as some clients write it, with the host before the path. */
const ABSOLUTE = /^https?:\/\/[^/?#]*/i;

/**
 * The path that whoever wrote an address meant: without doubled slashes, dots, capitals and needless encoding. To tell what kind of
 * answer is expected, never to find a route by: routes match what was sent.
 */
export function plainPath(target: string): string {
  const [path = ''] = target.replace(ABSOLUTE, '').split(/[?#]/);
  const segments: string[] = [];
  for (const segment of decoded(path).toLowerCase().split(/[/\\]/)) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return `/${segments.join('/')}${path.endsWith('/') && segments.length > 0 ? '/' : ''}`;
}

function decoded(path: string): string {
  return path.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
