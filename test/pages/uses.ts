import path from 'node:path';
import ts from 'typescript';
import { TEXTS } from './program';

/** Every text of a catalogue by the way to it: `links.tryAgain`. */
export function textsBelow(value: unknown, way = ''): ReadonlyMap<string, unknown> {
  const isRoom = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isRoom) return new Map([[way, value]]);
  return new Map(
    Object.entries(value).flatMap(([name, each]) => [...textsBelow(each, way ? `${way}.${name}` : name)]),
  );
}

export interface UseInView {
  readonly way: string;
  /** How many values are handed in; null where the text is printed as it is. */
  readonly values: number | null;
}

/** `page.texts.links.tryAgain`, and `page.texts.frame.handledBy(page.brand.name)`. */
export function usesInView(view: string): readonly UseInView[] {
  return [...view.matchAll(/page\.texts\.([\w.]+)(?:\(([^()]*)\))?/g)].map(([, way = '', values]) => ({
    way,
    values: values === undefined ? null : values.split(',').length,
  }));
}

/** The ways to all texts that code uses, whatever it calls the room that it takes them from. */
export function usesInCode(program: ts.Program): ReadonlySet<string> {
  const checker = program.getTypeChecker();
  const waysOf = declaredWays(program, checker);
  const used = new Set<string>();
  const use = (symbol: ts.Symbol | undefined): void =>
    symbol?.declarations?.forEach((each) => waysOf.get(each)?.forEach((way) => used.add(way)));
  const useAllOf = (type: ts.Type): void =>
    (type.isUnion() ? type.types : [type]).forEach((each) => each.getProperties().forEach(use));

  const look = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) use(checker.getSymbolAtLocation(node.name));
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = node.propertyName ?? node.name;
      const whole = checker.getTypeAtLocation(node.parent);
      if (ts.isIdentifier(name)) eachProperty(whole, name.text).forEach(use);
    }
    if (ts.isElementAccessExpression(node)) {
      const whole = checker.getTypeAtLocation(node.expression);
      const key = checker.getTypeAtLocation(node.argumentExpression);
      for (const each of key.isUnion() ? key.types : [key])
        if (each.isStringLiteral()) eachProperty(whole, each.value).forEach(use);
    }
    // Handed on as a whole: into a page, or to a function that prints what it is given.
    if (ts.isSpreadAssignment(node)) useAllOf(checker.getTypeAtLocation(node.expression));
    if (ts.isCallExpression(node))
      node.arguments
        .filter(ts.isPropertyAccessExpression)
        .forEach((each) => useAllOf(checker.getTypeAtLocation(each)));
    if (ts.isPropertyAccessExpression(node) && isAnswer(node)) useAllOf(checker.getTypeAtLocation(node));
    // The keys of problems stand in the schemas of forms.
    if (ts.isStringLiteral(node)) used.add(`problems.${node.text}`);
    ts.forEachChild(node, look);
  };
  program
    .getSourceFiles()
    .filter(({ fileName }) => isOurs(fileName) && !fileName.startsWith(TEXTS))
    .forEach(look);
  return used;
}

/** What a function answers with, or chooses between. */
function isAnswer({ parent }: ts.Node): boolean {
  return ts.isReturnStatement(parent) || ts.isConditionalExpression(parent);
}

function eachProperty(type: ts.Type, name: string): readonly ts.Symbol[] {
  return (type.isUnion() ? type.types : [type]).flatMap((each) => each.getProperty(name) ?? []);
}

/** Where each text is declared; two of them may share a declaration, as what all wallets say does. */
function declaredWays(program: ts.Program, checker: ts.TypeChecker): ReadonlyMap<ts.Node, readonly string[]> {
  const file = program.getSourceFile(path.join(TEXTS, 'en', 'en.ts'));
  const room = file && checker.getSymbolAtLocation(file);
  const english = room && checker.getExportsOfModule(room).find(({ name }) => name === 'en');
  if (!file || !english) throw new Error('There is no catalogue in English');
  const ways = new Map<ts.Node, string[]>();
  const below = (type: ts.Type, way: string): void => {
    if (type.getCallSignatures().length > 0 || checker.isArrayLikeType(type)) return;
    if (!(type.flags & ts.TypeFlags.Object)) return;
    for (const property of type.getProperties()) {
      const here = way ? `${way}.${property.name}` : property.name;
      property.declarations?.forEach((each) => ways.set(each, [...(ways.get(each) ?? []), here]));
      below(checker.getTypeOfSymbolAtLocation(property, file), here);
    }
  };
  below(checker.getTypeOfSymbolAtLocation(english, file), '');
  return ways;
}

function isOurs(file: string): boolean {
  return file.includes('/src/') && !file.includes('/node_modules/');
}
