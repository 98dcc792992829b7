export interface Instruction {
  /** `COPY` */
  readonly word: string;
  /** What stands behind it, on one line. */
  readonly rest: string;
}

export interface Stage {
  /** Empty when it has none. */
  readonly name: string;
  /** An image, or the name of a stage before it. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile, in their order. */
export function stagesOf(dockerfile: string): readonly Stage[] {
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const { word, rest } of instructionsIn(dockerfile)) {
    if (word === 'FROM') {
      const [from = '', , name = ''] = rest.split(' ');
      stages.push({ name, from, instructions: [] });
    } else stages.at(-1)?.instructions.push({ word, rest });
  }
  return stages;
}

/** The instructions of a stage and before them those of the stages that it stands on. */
export function allInstructions(stages: readonly Stage[], stage: Stage): readonly Instruction[] {
  const below = stages.find(({ name }) => name !== '' && name === stage.from);
  return [...(below ? allInstructions(stages, below) : []), ...stage.instructions];
}

/** What the last of these instructions says, which is the one that counts. */
export function lastOf(instructions: readonly Instruction[], word: string): string {
  return instructions.filter((each) => each.word === word).at(-1)?.rest ?? '';
}

/** What `ENV` sets in all. */
export function environmentIn(instructions: readonly Instruction[]): Readonly<Record<string, string>> {
  const set = instructions.filter(({ word }) => word === 'ENV').flatMap(({ rest }) => rest.split(' '));
  return Object.fromEntries(set.map((each) => each.split('=') as [string, string]));
}

function instructionsIn(dockerfile: string): readonly Instruction[] {
  const lines = dockerfile
    .replace(/^#.*\n/gm, '')
    .replaceAll('\\\n', '')
    .split('\n');
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [word = '', ...rest] = line.split(' ');
      return { word, rest: rest.join(' ').trim() };
    });
}
