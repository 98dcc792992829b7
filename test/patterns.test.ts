import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkSync } from 'recheck';
import ts from 'typescript';

process.env['RECHECK_SYNC_BACKEND'] = 'pure'; // the part in JavaScript, which is everywhere the same

const TOP = path.join(__dirname, '..');

interface Pattern {
  readonly source: string;
  readonly flags: string;
}

const FILES = ['src', 'public'].flatMap((folder) =>
  readdirSync(path.join(TOP, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|js)$/.test(name))
    .map((name) => readFile(path.join(folder, name))),
);

describe('regular expressions', () => {
  it.each(FILES.filter(({ patterns }) => patterns.length > 0).map((each) => [each.file, each] as const))(
    'need no more than time in proportion to the text, in %s',
    (_file, { patterns }) => expect(patterns.flatMap(problemsOf)).toEqual([]),
  );

  it('are written out in full, so that they can be looked at', () => {
    expect(FILES.filter(({ buildsPatterns }) => buildsPatterns).map(({ file }) => file)).toEqual([]);
  });

  it('are looked for in all files', () => {
    expect(FILES.length).toBeGreaterThan(400);
    expect(FILES.flatMap(({ patterns }) => patterns).length).toBeGreaterThan(150);
  });
});

describe('a pattern that takes longer', () => {
  it.each([
    ['from the end of a text', /%.*$/],
    ['from every place where it could begin', /<a[^>]*b/],
    ['between two of a kind', /^(\d{2})\s*\/?\s*(\d{2})$/],
    ['with a repeat in a repeat', /^(a+)+$/],
    ['with one text in two ways', /^(?:a|a)*$/],
    ['with a repeat in a repeat, up to a bound', /^(?:a{1,9}){1,100}$/],
    ['up to a bound that is out of sight', /a{1,5000}b/],
    ['behind a look ahead, which cannot be decided', /(?=a*b)a*c/],
  ])('is found out: %s', (_how, pattern) => expect(problemsOf(pattern)).toHaveLength(1));
});

/** The checker follows all ways through a pattern at once and proves that there are few; what it cannot decide counts as too slow. */
function problemsOf({ source, flags }: Pattern): readonly string[] {
  const { status } = checked(source.replaceAll(FAR_BOUND, '{$1,}'), flags);
  const isSafe = status === 'safe' && !isExponential(source.replaceAll(REPEATED_GROUP, ')*'), flags);
  return isSafe ? [] : [`/${source}/${flags}`];
}

/** The checker takes whatever ends for quick. Thousands of letters do not end soon, nor does a group with several ways through it. */
const FAR_BOUND = /\{(\d*),\d{4,}\}/g;
const REPEATED_GROUP = /(?<!\\)\)\{[\d,]+\}/g;

function isExponential(source: string, flags: string): boolean {
  const found = checked(source, flags);
  return found.status === 'vulnerable' && found.complexity.type === 'exponential';
}

const known = new Map<string, ReturnType<typeof checkSync>>();

function checked(source: string, flags: string): ReturnType<typeof checkSync> {
  const written = `/${source}/${flags}`;
  const found = known.get(written) ?? checkSync(source, flags, { checker: 'automaton', timeout: null });
  known.set(written, found);
  return found;
}

function readFile(file: string) {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(TOP, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const patterns: Pattern[] = [];
  let buildsPatterns = false;
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) patterns.push(patternFrom(node.text));
    if (ts.isIdentifier(node) && node.text === 'RegExp' && !isType(node)) buildsPatterns = true;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { file, patterns, buildsPatterns };
}

function isType({ parent }: ts.Node): boolean {
  return ts.isTypeReferenceNode(parent);
}

function patternFrom(written: string): Pattern {
  const end = written.lastIndexOf('/');
  return { source: written.slice(1, end), flags: written.slice(end + 1) };
}
