import path from 'node:path';
import ts from 'typescript';

export const TOP = path.join(__dirname, '..', '..');
export const TEXTS = path.join(TOP, 'src', 'pages', 'texts');

const OPTIONS: ts.CompilerOptions = {
  ...ts.convertCompilerOptionsFromJson(
    (
      ts.readConfigFile(path.join(TOP, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config as {
        compilerOptions: object;
      }
    ).compilerOptions,
    TOP,
  ).options,
  noUnusedLocals: false,
  types: ['node'],
};

const parsed = new Map<string, ts.SourceFile | undefined>();

/** @param made files that lie nowhere, by their address */
export function programOf(files: readonly string[], made: Readonly<Record<string, string>> = {}): ts.Program {
  const host = ts.createCompilerHost(OPTIONS, true);
  const { getSourceFile, readFile, fileExists } = host;
  host.readFile = (file) => made[file] ?? readFile(file);
  host.fileExists = (file) => file in made || fileExists(file);
  host.getSourceFile = (file, target) => {
    const text = made[file];
    if (text !== undefined) return ts.createSourceFile(file, text, target, true);
    if (!parsed.has(file)) parsed.set(file, getSourceFile(file, target));
    return parsed.get(file);
  };
  return ts.createProgram([...files, ...Object.keys(made)], OPTIONS, host);
}

/** What the compiler says of each of these texts, were it a file in the folder of the languages. */
export function complaintsAbout(texts: readonly string[]): readonly (readonly string[])[] {
  const addressOf = (index: number) => path.join(TEXTS, `another-${index}.ts`);
  const program = programOf([], Object.fromEntries(texts.map((text, index) => [addressOf(index), text])));
  return texts.map((_text, index) => {
    const file = program.getSourceFile(addressOf(index));
    const said = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return said.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  });
}
