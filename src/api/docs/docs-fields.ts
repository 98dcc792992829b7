import { referredName, type JsonSchema } from '../openapi/json-schemas';
import { piecesOf, type Piece } from './docs-text';

/** One row of a table of fields. */
export interface FieldRow {
  /** The field's full name: `customer.email`. */
  readonly name: string;
  readonly type: string;
  /** Where the type is described; null for plain ones. */
  readonly typeHref: string | null;
  readonly isRequired: boolean;
  readonly text: readonly Piece[];
  /** The allowed words, where the field is a choice. */
  readonly words: readonly string[];
  /** `1 to 100 characters`; null without limits. */
  readonly limits: string | null;
}

/** Every field of an object, with those of inner objects under their full names. */
export function fieldRows(schema: JsonSchema, prefix = ''): readonly FieldRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (typeof field === 'boolean') return [];
    const isRequired = schema.required?.includes(name) ?? false;
    return [
      fieldRow(prefix + name, field, isRequired),
      ...fieldRows(innerObject(field), `${prefix}${name}.`),
    ];
  });
}

export function fieldRow(name: string, schema: JsonSchema, isRequired: boolean): FieldRow {
  const referred = referredIn(schema);
  return {
    name,
    type: typeOf(schema),
    typeHref: referred === null ? null : hrefOf(referred),
    isRequired,
    text: piecesOf(schema.description ?? ''),
    words: wordsOf(schema),
    limits: limitsOf(schema),
  };
}

export function hrefOf(schemaName: string): string {
  return `#${idOf(schemaName)}`;
}

export function idOf(schemaName: string): string {
  return `object-${schemaName}`;
}

/** The schema of an inner object whose fields are in the same table: the field's own schema, or the object's where it may also be null. */
function innerObject(schema: JsonSchema): JsonSchema {
  const inner = alternatives(schema).find(({ properties }) => properties !== undefined);
  return inner ?? {};
}

/** The alternatives of a schema, without null. */
function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const all = schema.anyOf ?? schema.oneOf ?? [schema];
  return all.filter(({ type }) => type !== 'null');
}

function referredIn(schema: JsonSchema): string | null {
  const [only] = alternatives(schema);
  const inner = only && typeof only.items === 'object' && !Array.isArray(only.items) ? only.items : only;
  return inner ? referredName(inner) : null;
}

function typeOf(schema: JsonSchema): string {
  const types = alternatives(schema).map(plainType);
  const isNullable =
    schema.anyOf?.some(({ type }) => type === 'null') === true || [schema.type].flat().includes('null');
  return [...new Set(types), ...(isNullable ? ['null'] : [])].join(' or ');
}

function plainType(schema: JsonSchema): string {
  const referred = referredName(schema);
  if (referred !== null) return referred;
  const type = [schema.type].flat().find((each) => each !== 'null');
  if (type === 'array') return `list of ${itemType(schema)}`;
  if (type === 'object') return schema.properties ? 'object' : 'map';
  if (type === 'string') return FORMATS[schema.format ?? ''] ?? 'text';
  return type === 'integer' ? 'whole number' : (type ?? 'any');
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'date and time',
  email: 'e-mail address',
  uri: 'address',
};

function itemType({ items }: JsonSchema): string {
  return typeof items === 'object' && !Array.isArray(items) ? plainType(items) : 'any';
}

function wordsOf(schema: JsonSchema): readonly string[] {
  const inner = typeof schema.items === 'object' && !Array.isArray(schema.items) ? wordsOf(schema.items) : [];
  const own = alternatives(schema).flatMap(
    (each) => each.enum ?? (each.const === undefined ? [] : [each.const]),
  );
  return [...inner, ...own.filter((word) => word !== null).map(String)];
}

function limitsOf(schema: JsonSchema): string | null {
  const limits = alternatives(schema).flatMap(
    ({ minLength, maxLength, minimum, maximum, default: usual }) => [
      range(minLength, maxLength, ' characters'),
      range(minimum, maximum, ''),
      typeof usual === 'string' || typeof usual === 'number' ? `${usual} when absent` : null,
    ],
  );
  return limits.filter((limit) => limit !== null).join(', ') || null;
}

function range(least: number | undefined, most: number | undefined, unit: string): string | null {
  return most === undefined ? null : `${least ?? 0} to ${most.toLocaleString('en-GB')}${unit}`;
}
