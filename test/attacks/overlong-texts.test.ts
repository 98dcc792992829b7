import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { z } from 'zod';
import { hintFromReturn } from '../../src/blink/wire/return-query';
import { directDebitForm } from '../../src/orders/pages/direct-debit-form';
import { openBankingForm } from '../../src/orders/pages/open-banking-step';
import { walletForm } from '../../src/orders/pages/wallet-form';
import { cardForm, onlyCardForm } from '../../src/pages/card-form';
import type { ApiRoute } from '../../src/api/route';
import { apiRoutes } from '../../src/server/merchant-api';
import { evidenceIn } from '../../src/notifications/evidence';
import { repeatPaymentApiRoutes } from '../../src/repeat-payments/api/routes';
import { shownInputsOfForm } from '../../src/orders/pages/shown-inputs';
import { shownOn } from '../../src/repeat-payments/pages/agree-step';
import { shownPlanInput } from '../../src/repeat-payments/pages/shown-plan';
import { terminalRoutes } from '../../src/terminals/routes';
import { startRig } from '../support/rig';

/** What pages post. A form that is missing here fails below. */
const FORMS: Readonly<Record<string, z.ZodType>> = {
  ...{
    cardForm,
    onlyCardForm,
    walletForm,
    openBankingForm,
    directDebitForm,
    shownOn,
    shownInputsOfForm,
    shownPlanInput,
  },
};
const PAGES = ['pages', 'orders/pages', 'repeat-payments/pages'];
const APIS = ['api', 'orders/api', 'repeat-payments/api', 'delivery/api'];
const ROOMS = [...PAGES, ...APIS, 'web', 'terminals', 'notifications'];
/** The one place where a text from outside begins. */
const BEGINNINGS = 'web/bounded-text.ts';

interface Field {
  readonly name: string;
  readonly text: z.ZodString;
}

describe('a text from outside that is too long', () => {
  it('is refused for its length, and nothing else of it is looked at, in every field of every page', () => {
    const fields = Object.entries(FORMS).flatMap(([name, form]) => fieldsOf(form, name));
    expect(fields.length).toBeGreaterThan(30);
    expect(fields.filter((field) => !isBoundedFirst(field)).map(({ name }) => name)).toEqual([]);
  });

  it('is refused so in every body and every query of the API', async () => {
    const routes = await servedRoutes();
    const fields = routes.flatMap((route) => [
      ...fieldsOf(route.query, `${route.id} query`),
      ...(route.body ? fieldsOf(route.body, `${route.id} body`) : []),
    ]);
    expect(fields.length).toBeGreaterThan(40);
    expect(fields.filter((field) => !isBoundedFirst(field)).map(({ name }) => name)).toEqual([]);
  });

  it.each(['transaction_id', 'res', 'schedule_id', 'repeat_schedule_id', 'repeat_payment_id'])(
    'is not read as %s of a return, although it would be an id',
    (name) => {
      const id = name.includes('transaction') || name === 'res' ? 'BL-1' : '17';
      const spaced = `${' '.repeat(600)}${id}`;
      expect(Object.values(hintFromReturn({ [name]: id }))).toContain(id);
      expect(Object.values(hintFromReturn({ [name]: spaced })).filter((value) => value !== null)).toEqual([]);
    },
  );

  it('is cut short in what a notification says', () => {
    const said = evidenceIn({
      transaction_id: 'x'.repeat(16_000),
      status: '4'.repeat(16_000),
      note: 'é'.repeat(9_000),
    });
    expect(Object.values(said).map(({ length }) => length)).toEqual([200, 200, 200]);
  });

  it('would be seen where a check comes before the length, or goes on after it', () => {
    const wrong = [
      z.string(),
      z.string().max(10),
      z.string().max(10).regex(/a/),
      z.string().regex(/a/).max(10, { abort: true }),
      z
        .string()
        .min(1)
        .refine(() => true)
        .max(10, { abort: true }),
    ];
    expect(wrong.map((text) => isBoundedFirst({ name: '', text }))).toEqual(wrong.map(() => false));
    const email = z.email().max(10, { abort: true }) as unknown as z.ZodString;
    expect(isBoundedFirst({ name: '', text: email })).toBe(false);
  });
});

describe('the forms of the pages', () => {
  it('are all looked at here', () => {
    const made = PAGES.flatMap(sourcesIn).flatMap(({ source }) => formsIn(source));
    expect(made.sort()).toEqual(
      Object.keys(FORMS)
        .filter((name) => name !== 'onlyCardForm')
        .sort(),
    );
  });

  it.each(ROOMS)('and every other text in src/%s begins with its length, or is only described', (room) => {
    const wrong = sourcesIn(room)
      .filter(({ name }) => name !== BEGINNINGS)
      .flatMap(({ name, source }) => checkedTexts(source).map((line) => `${name}:${line}`));
    expect(wrong).toEqual([]);
  });
});

async function servedRoutes(): Promise<readonly ApiRoute[]> {
  const rig = await startRig();
  const { dependencies, origin } = rig;
  const { payments, repeatPayments } = dependencies;
  const shop = { publicUrl: origin, shopOrigins: ['https://shop.example'] };
  const otherRoutes = [
    ...repeatPaymentApiRoutes({ repeatPayments, ...shop }),
    ...terminalRoutes(dependencies),
  ];
  const routes = apiRoutes({ payments, ...shop, redeliver: null, otherRoutes });
  await rig.stop();
  return routes;
}

/** Every text of a schema, however deep; a kind of schema that this does not know fails. */
function fieldsOf(schema: z.core.$ZodType, name: string): readonly Field[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return [{ name, text: schema as z.ZodString }];
    case 'object':
      return Object.entries(def.shape).flatMap(([key, inner]) => fieldsOf(inner, `${name}.${key}`));
    case 'array':
      return fieldsOf(def.element, `${name}[]`);
    case 'record':
      return [...fieldsOf(def.keyType, `${name} name`), ...fieldsOf(def.valueType, `${name} value`)];
    case 'union':
      return def.options.flatMap((option, index) => fieldsOf(option, `${name}|${index}`));
    case 'pipe':
      return fieldsOf(def.in, name);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'catch':
      return fieldsOf(def.innerType, name);
    case 'literal':
    case 'enum':
    case 'number':
    case 'boolean':
      return [];
    default:
      throw new Error(`${name} is a schema that this test does not know: ${def.type}`);
  }
}

/** Whether one character too many is the only thing that is said, and a check behind all others is not reached. */
function isBoundedFirst({ text }: Field): boolean {
  const { checks = [] } = text._zod.def;
  const [first] = checks.map(({ _zod: { def } }) => def).filter(({ check }) => check !== 'overwrite');
  if (first?.check !== 'max_length') return false;
  const most = (first as z.core.$ZodCheckMaxLengthDef).maximum;
  let reached = 0;
  const { error } = text
    .refine(() => {
      reached += 1;
      return true;
    })
    .safeParse('4'.repeat(most + 1));
  return reached === 0 && error?.issues.length === 1 && error.issues[0]?.code === 'too_big';
}

interface Source {
  readonly name: string;
  readonly source: ts.SourceFile;
}

function sourcesIn(room: string): readonly Source[] {
  const src = path.join(__dirname, '..', '..', 'src');
  return readdirSync(path.join(src, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({
      name: path.relative(src, file),
      source: ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true),
    }));
}

/** The names of the objects that are read there. */
function formsIn(source: ts.SourceFile): readonly string[] {
  return nodesIn(source).flatMap((node) =>
    ts.isVariableDeclaration(node) &&
    /^z\s*\.(?:object|strictObject|looseObject)\(/.test(node.initializer?.getText() ?? '')
      ? [node.name.getText()]
      : [],
  );
}

const ONLY_DESCRIBES = new Set(['describe', 'meta', 'nullable', 'nullish', 'optional']);

/** The lines on which zod reads a text by itself and something is done with it. */
function checkedTexts(source: ts.SourceFile): readonly number[] {
  return nodesIn(source)
    .filter(ts.isCallExpression)
    .filter((call) =>
      /^z\s*\.(?:string|email|url|iso\s*\.\w+|coerce\s*\.string)$/.test(call.expression.getText()),
    )
    .filter((call) => !isCheck(call) && followers(call).some((name) => !ONLY_DESCRIBES.has(name)))
    .map((call) => source.getLineAndCharacterOfPosition(call.getStart()).line + 1);
}

function isCheck({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && /\.check$/.test(parent.expression.getText());
}

function followers(call: ts.Node): readonly string[] {
  const { parent } = call;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== call) return [];
  return [parent.name.text, ...followers(parent.parent)];
}

function nodesIn(node: ts.Node): readonly ts.Node[] {
  const inner: ts.Node[] = [];
  ts.forEachChild(node, (child) => void inner.push(...nodesIn(child)));
  return [node, ...inner];
}
