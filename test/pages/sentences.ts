import ts from 'typescript';

export interface Found {
  readonly text: string;
  readonly line: number;
}

/** Two words in a row, or one that begins as a label does. */
export function isForPeople(text: string): boolean {
  return /[A-Za-z]{2,}[,;:.’']? [A-Za-z]/.test(text) || /(?:^|[\s(])[A-Z][a-z]+/.test(text);
}

/** The sentences in the strings of a program, but those that only developers and the log read. */
export function sentencesInCode(name: string, text: string): readonly Found[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  const look = (node: ts.Node): void => {
    if (isForDevelopers(node)) return;
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node)
    ) {
      if (isForPeople(node.text))
        found.push({
          text: node.text.trim(),
          line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
        });
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

/** Imports, lines of the log, and the messages of errors: the pages of errors speak by status. */
function isForDevelopers(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return true;
  if (ts.isNewExpression(node)) return true;
  if (!ts.isCallExpression(node)) return false;
  const called = node.expression.getText();
  return called === 'super' || /(?:^|\.)log\.(?:info|warn|error)$/.test(called);
}

/** What is written in these a browser shows, a reader of screens says, or a script of ours puts on the page. */
const SHOWN_ATTRIBUTES = /^(?:alt|title|placeholder|aria-label|data-.*)$/;

/** The letters that a view prints itself, as text or in what of an attribute is shown or said. */
export function sentencesInView(view: string): readonly string[] {
  const code = (view.match(/<%(?!#)[\s\S]*?%>/g) ?? []).flatMap((tag) =>
    sentencesInCode('tag.js', tag.replace(/^<%[-=]?|-?%>$/g, '')).map(({ text }) => text),
  );
  const html = view.replace(/<%[\s\S]*?%>/g, '\u0000');
  const texts = html.replace(/<[^>]*>/g, '\n').split(/[\n\u0000]/);
  const attributes = [...html.matchAll(/\s([\w-]+)="([^"]*)"/g)]
    .filter(([, name = '', value = '']) => SHOWN_ATTRIBUTES.test(name) || /[A-Z][a-z]+ [a-z]/.test(value))
    .map(([, , value = '']) => value);
  return [
    ...code,
    ...[...texts, ...attributes].map((text) => text.trim()).filter((text) => /[A-Za-z]/.test(text)),
  ];
}
