import { z } from 'zod';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

const IN_ZOD = '#/$defs/';
const IN_DOCUMENT = '#/components/schemas/';

/** The name of the schema that is referred to; null when the schema is written in place. */
export function referredName(schema: JsonSchema): string | null {
  return schema.$ref?.startsWith(IN_DOCUMENT) ? schema.$ref.slice(IN_DOCUMENT.length) : null;
}

/** Collects zod's JSON Schemas: one with an `id` is listed once, under that name, and referred to. */
export class JsonSchemas {
  readonly named: Record<string, JsonSchema> = {};

  of(schema: z.ZodType): JsonSchema {
    const { $defs = {}, ...converted } = z.toJSONSchema(schema, {
      io: 'input',
      override: ({ jsonSchema }) => simplify(jsonSchema),
    });
    delete converted.$schema; // the document has it once, for all schemas
    for (const [name, definition] of Object.entries($defs)) this.named[name] ??= referToDocument(definition);
    return referToDocument(converted);
  }
}

/** Removes what tells a reader nothing: zod's patterns for formats, and the range of exact numbers. */
function simplify(schema: JsonSchema): void {
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

function referToDocument(schema: JsonSchema): JsonSchema {
  if (schema.$ref?.startsWith(IN_ZOD)) schema.$ref = IN_DOCUMENT + schema.$ref.slice(IN_ZOD.length);
  for (const inner of schemasIn(schema)) referToDocument(inner);
  return schema;
}

function schemasIn(schema: JsonSchema): readonly JsonSchema[] {
  const {
    properties = {},
    items,
    additionalProperties,
    propertyNames,
    anyOf = [],
    oneOf = [],
    allOf = [],
  } = schema;
  const places = [
    ...Object.values(properties),
    items,
    additionalProperties,
    propertyNames,
    anyOf,
    oneOf,
    allOf,
  ];
  return places.flat().filter((place) => typeof place === 'object');
}
