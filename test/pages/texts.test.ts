import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { textsIn } from '../../src/pages/texts/texts';
import { complaintsAbout, programOf, TOP } from './program';
import { sentencesInCode, sentencesInView } from './sentences';
import { textsBelow, usesInCode, usesInView } from './uses';

/** Where the pages, forms and emails of shoppers and customers are made. */
const MADE_HERE = ['src/pages', 'src/orders/pages', 'src/repeat-payments/pages', 'src/delivery/emails'];

/** What looks like a sentence and is none that anybody reads. */
const FOR_PROGRAMS: readonly string[] = [
  'use strict', // tells the browser how to read a script
  'hostedfield:input hostedfield:change hostedfield:valid', // events of Blink's script
  'Auto-Submitted', // a header of emails
];

/** Texts that no code names. */
const FOUND_BY_NAME = /^cardFields\./; // by the name that Blink gives to a field

const views = filesUnder('views', '.ejs').filter((file) => !/^views\/(?:sandbox|demo|docs)\b/.test(file));
const code = MADE_HERE.flatMap((folder) => filesUnder(folder, '.ts')).filter(
  (file) => !file.startsWith('src/pages/texts/'),
);
const scripts = readdirSync(path.join(TOP, 'public'))
  .filter((name) => name.endsWith('.js'))
  .map((name) => `public/${name}`);

describe('the words that shoppers and customers read', () => {
  it('are looked for in every view, page builder, email and browser script', () => {
    expect(views.length).toBeGreaterThan(30);
    expect(code.length).toBeGreaterThan(60);
    expect(scripts.length).toBeGreaterThan(8);
  });

  it.each(views)('are in the catalogue, and none in %s', (file) => {
    expect(sentencesInView(read(file))).toEqual([]);
  });

  it('are in the catalogue, and none in the code of pages and emails', () => {
    expect(code.flatMap(sentencesIn)).toEqual([]);
  });

  it('are in the catalogue, and none in a browser script', () => {
    expect(scripts.flatMap(sentencesIn)).toEqual([]);
  });

  it.each([
    '<p>Pay now</p>',
    '<button>Pay</button>',
    '<p><%= page.amount %> to pay</p>',
    '<img alt="Our logo" src="x">',
    '<input data-missing="Enter your name">',
    "<p><%= page.isOver ? 'It is over' : '' %></p>",
  ])('would be seen in a view: %s', (view) => {
    expect(sentencesInView(view)).not.toEqual([]);
  });

  it.each([
    "const title = 'Pay by card';",
    "const label = 'Amount';",
    'const text = `${count} payments in all`;',
    "z.string().min(1, 'Enter your name');",
    'say("We could not look just now.");',
  ])('would be seen in code: %s', (text) => {
    expect(sentencesInCode('made.ts', text)).toHaveLength(1);
  });

  it.each([
    "log.warn({ orderId }, 'a payment could not be checked now');",
    "class Gone extends AppError { constructor() { super('There is nothing here'); } }",
    "import { a } from 'A package';",
    "const kind = 'not_as_shown';",
    'form.querySelector(\'button[type="submit"]\');',
  ])('are not looked for where nobody else reads them: %s', (text) => {
    expect(sentencesInCode('made.ts', text)).toEqual([]);
  });
});

describe('the catalogue', () => {
  const english = textsBelow(textsIn('en'));
  const inViews = views.flatMap((file) => usesInView(read(file)).map((use) => ({ file, ...use })));

  it('has every text that a view prints, and is handed the values that it asks for', () => {
    expect(inViews.length).toBeGreaterThan(100);
    const wrong = inViews.filter(({ way, values }) => {
      const text = english.get(way);
      if (typeof text === 'function') return text.length !== values;
      const isPrinted = typeof text === 'string' || Array.isArray(text);
      return !isPrinted || values !== null;
    });
    expect(wrong).toEqual([]);
  });

  it('has no text that nothing uses', () => {
    const program = programOf([...code, 'src/demo/club-page.ts'].map((file) => path.join(TOP, file)));
    const used = new Set([...inViews.map(({ way }) => way), ...usesInCode(program)]);
    const unused = [...english.keys()].filter((way) => !used.has(way) && !FOUND_BY_NAME.test(way));
    expect(unused).toEqual([]);
  });
});

describe('another language', () => {
  const begun = "import { en } from './en/en';\nimport type { Texts } from './texts';\n";
  const cases: readonly (readonly [what: string, text: string, complaint: RegExp | null])[] = [
    [
      'that says all that English says compiles',
      "export const other: Texts = { ...en, links: { ...en.links, tryAgain: 'Nochmal' } };",
      null,
    ],
    [
      'that leaves a room out does not compile',
      'const { links, ...rest } = en;\nexport const other: Texts = rest;',
      /links/,
    ],
    [
      'that leaves a sentence out does not compile',
      'const { tryAgain, ...links } = en.links;\nexport const other: Texts = { ...en, links };',
      /tryAgain/,
    ],
    [
      'that leaves a problem of a form out does not compile',
      'const { noEmail, ...problems } = en.problems;\nexport const other: Texts = { ...en, problems };',
      /noEmail/,
    ],
    [
      'that has a sentence in the place of one with values does not compile',
      "export const other: Texts = { ...en, checkout: { ...en.checkout, pay: 'Zahlen' } };",
      /string/,
    ],
    [
      'that has a sentence which nobody asks for does not compile',
      "export const other: Texts = { ...en, links: { ...en.links, goAway: 'Geh' } };",
      /goAway/,
    ],
  ];
  let complaints: readonly (readonly string[])[];
  beforeAll(() => void (complaints = complaintsAbout(cases.map(([, text]) => begun + text))));

  it.each(cases.map(([what, , complaint], index) => ({ what, complaint, index })))(
    '$what',
    ({ complaint, index }) => {
      const expected: unknown = complaint ? [expect.stringMatching(complaint)] : [];
      expect(complaints[index]).toEqual(expected);
    },
  );
});

function sentencesIn(file: string): readonly string[] {
  return sentencesInCode(file, read(file))
    .filter(({ text }) => !FOR_PROGRAMS.includes(text))
    .map(({ text, line }) => `${file}:${line} ${text}`);
}

function read(file: string): string {
  return readFileSync(path.join(TOP, file), 'utf8');
}

function filesUnder(folder: string, ending: string): readonly string[] {
  return readdirSync(path.join(TOP, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.relative(TOP, path.join(entry.parentPath, entry.name)));
}
