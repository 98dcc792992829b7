import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Instruction, Stage } from './dockerfile';

const PROJECT = path.join(__dirname, '..', '..');
const PACKAGES = path.join(PROJECT, 'node_modules');
const WORKDIR = '/app/';

/**
 * Puts together what lies in `/app` of a stage of the Dockerfile, by doing what its instructions say: the commands are run and the files are copied.
 * Two commands are done in a shorter way that leaves the same files: `npm ci` links the packages that are installed here, and `npm run build`
 * compiles without checking the types once more.
 */
export class ImageFiles {
  readonly #work = mkdtempSync(path.join(tmpdir(), 'image-'));
  readonly #made = new Map<Stage, string>();

  constructor(private readonly stages: readonly Stage[]) {}

  /** @returns the folder that stands for `/app` */
  of(stage: Stage): string {
    const made = this.#made.get(stage);
    if (made !== undefined) return made;
    const below = this.stages.find(({ name }) => name === stage.from);
    const folder = path.join(this.#work, String(this.stages.indexOf(stage)));
    this.#made.set(stage, folder);
    if (below) cpSync(this.of(below), folder, { recursive: true, verbatimSymlinks: true });
    else mkdirSync(folder);
    for (const each of stage.instructions) this.#follow(each, folder);
    return folder;
  }

  remove(): void {
    rmSync(this.#work, { recursive: true });
  }

  #follow({ word, rest }: Instruction, folder: string): void {
    if (word === 'COPY') this.#copy(rest, folder);
    if (word === 'RUN') run(rest, folder);
  }

  #copy(rest: string, folder: string): void {
    const words = rest.split(' ');
    const named = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
    const source = named === undefined ? PROJECT : this.of(this.#named(named));
    const to = words.pop() ?? '';
    for (const each of words) {
      const file = path.join(source, each.replace(WORKDIR, ''));
      const into = to.endsWith('/') && statSync(file).isFile() ? path.join(to, path.basename(file)) : to;
      cpSync(file, path.join(folder, into), { recursive: true, verbatimSymlinks: true });
    }
  }

  #named(name: string): Stage {
    const stage = this.stages.find((each) => each.name === name);
    if (!stage) throw new Error(`The Dockerfile copies from ${name}, which is none of its stages`);
    return stage;
  }
}

function run(command: string, folder: string): void {
  if (command.startsWith('npm ci')) linkPackages(folder, { dev: !command.includes('--omit=dev') });
  else if (command === 'npm run build') compile(folder);
  else execFileSync('sh', ['-c', command], { cwd: folder });
}

function compile(folder: string): void {
  const compiler = path.join(PACKAGES, 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--noCheck'], { cwd: folder });
}

function linkPackages(folder: string, { dev }: { readonly dev: boolean }): void {
  const { packages } = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly optional?: boolean }>>;
  };
  for (const [place, about] of Object.entries(packages)) {
    const [, name, deeper] = place.split('node_modules/');
    if (name === undefined || deeper !== undefined || about.optional || (about.dev && !dev)) continue;
    const link = path.join(folder, 'node_modules', name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(PACKAGES, name), link);
  }
}
