import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const TOP = path.join(__dirname, '..', '..');
const DOCUMENT = readFileSync(path.join(TOP, 'docs', 'assurance.md'), 'utf8');
const [PROMISES = '', LIMITS = ''] = DOCUMENT.split('## What is not promised');

const EVIDENCE = [...PROMISES.matchAll(/^- `(test\/[\w./-]+\.test\.ts)`: “(.+)”$/gm)].map(
  ([, file = '', name = '']) => ({ file, name }),
);

describe('docs/assurance.md', () => {
  it.each(EVIDENCE.map(({ file, name }) => [file, name] as const))(
    'names a test that exists: %s, %s',
    (file, name) => {
      expect(namesIn(file).some((each) => each.startsWith(name))).toBe(true);
    },
  );

  it('promises nothing without a test', () => {
    const promises = PROMISES.split(/\n(?=\*\*)/).slice(1);
    expect(promises.length).toBeGreaterThan(15);
    expect(promises.filter((promise) => !/^- `test\//m.test(promise))).toEqual([]);
  });

  it('has no line of evidence that is written in another way, and so is not looked up', () => {
    expect(PROMISES.match(/^- /gm)).toHaveLength(EVIDENCE.length);
  });

  it('says what is not promised', () => expect(LIMITS.trim()).not.toBe(''));
});

/** The names given to `it` and `it.each` in a file, up to the first value that is put into them. */
function namesIn(file: string): readonly string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(TOP, file), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^it\b/.test(calleeOf(node.expression))) names.push(...firstText(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** `it` of `it(…)`, and of `it.each(…)(…)`. */
function calleeOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) ? calleeOf(node.expression) : '';
}

function firstText({ arguments: [first] }: ts.CallExpression): readonly string[] {
  if (!first) return [];
  if (ts.isStringLiteralLike(first)) return [first.text];
  return ts.isTemplateExpression(first) ? [first.head.text] : [];
}
