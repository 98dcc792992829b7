import type { Measured } from './load';

export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly ratio: string;
  readonly target: string;
  /** Null where nothing was aimed at. */
  readonly isMet: boolean | null;
}

interface Section {
  readonly heading: string;
  readonly rows: Row[];
}

/** What was measured, as it is printed and kept. */
export class Report {
  private readonly sections: Section[] = [];
  private readonly notes: string[] = [];

  section(heading: string): (row: Row) => void {
    const section: Section = { heading, rows: [] };
    this.sections.push(section);
    return (row) => {
      section.rows.push(row);
      process.stderr.write(`${heading}: ${row.what}: ${row.measured}  ${row.ratio}\n`);
    };
  }

  note(text: string): void {
    this.notes.push(text);
    process.stderr.write(`${text}\n`);
  }

  /** Markdown, with tables that can be read as they stand. */
  text(): string {
    const notes = this.notes.map((note) => `- ${note}`).join('\n');
    return [notes, ...this.sections.map(tableOf)].join('\n\n') + '\n';
  }
}

function tableOf({ heading, rows }: Section): string {
  const cells = [
    ['what', 'measured', 'ratio', 'target', ''],
    ...rows.map(({ what, measured, ratio, target, isMet }) => [
      ...[what, measured, ratio, target],
      isMet === null ? '' : isMet ? 'met' : 'MISSED',
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const rule = widths.map((width) => '-'.repeat(width));
  return [`## ${heading}`, '', line(head), line(rule), ...body.map(line)].join('\n');
}

export function said({ perSecond, p99Ms, cpuMs }: Measured): string {
  return `${Math.round(perSecond)}/s, p99 ${p99Ms} ms, CPU ${cpuMs.toFixed(3)} ms`;
}

/** As many times as many a second; and by the CPU that each cost, which says the same when others keep the machine busy. */
export function times(ours: Measured, theirs: Measured): string {
  const byCpu = theirs.cpuMs / ours.cpuMs;
  return `× ${(ours.perSecond / theirs.perSecond).toFixed(2)}${byCpu > 0 ? ` (by CPU × ${byCpu.toFixed(2)})` : ''}`;
}
