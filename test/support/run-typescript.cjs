/**
 * Lets a child process of a test run our TypeScript: `node --require test/support/run-typescript.cjs file.ts`.
 * Types are checked by `npm run typecheck`, not here. What was translated once is kept, so that processes start quickly.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { version } = require('typescript/package.json');

const kept = path.join(tmpdir(), `translated-by-typescript-${version}-for-${process.getuid?.() ?? 0}`);
mkdirSync(kept, { recursive: true, mode: 0o700 });

require.extensions['.ts'] = (module, filename) => {
  const source = readFileSync(filename, 'utf8');
  const file = path.join(kept, createHash('sha256').update(filename).update(source).digest('hex'));
  module._compile(readIfThere(file) ?? translate(source, filename, file), filename);
};

function translate(source, fileName, file) {
  const ts = require('typescript');
  const compilerOptions = {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2023,
    esModuleInterop: true,
    inlineSourceMap: true,
  };
  const { outputText } = ts.transpileModule(source, { compilerOptions, fileName });
  writeFileSync(`${file}.${process.pid}`, outputText);
  renameSync(`${file}.${process.pid}`, file); // at once: other processes may be reading
  return outputText;
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
