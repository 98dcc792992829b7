import { z } from 'zod';

/**
 * OpenAPI 3.1 as its specification writes it, for the objects that our document has: nothing missing, nothing that is not in it.
 * @see https://spec.openapis.org/oas/v3.1.0
 */

const text = z.string().min(1);
const componentName = z.string().regex(/^[a-zA-Z0-9._-]+$/);
const reference = z.strictObject({ $ref: z.string().startsWith('#/components/') });

const typeName = z.enum(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);

const schema: z.ZodType = z
  .looseObject({
    type: z.union([typeName, z.array(typeName).min(1)]).optional(),
    description: text.optional(),
    required: z.array(text).optional(),
    enum: z.array(z.unknown()).min(1).optional(),
    examples: z.array(z.unknown()).min(1).optional(),
    nullable: z.undefined().optional(), // of 3.0
    example: z.undefined().optional(), // of 3.0
    get properties(): z.ZodType {
      return z.record(z.string(), schema).optional();
    },
    get items(): z.ZodType {
      return schema.optional();
    },
    get anyOf(): z.ZodType {
      return z.array(schema).min(1).optional();
    },
    get oneOf(): z.ZodType {
      return z.array(schema).min(1).optional();
    },
    get allOf(): z.ZodType {
      return z.array(schema).min(1).optional();
    },
  })
  .refine(({ required = [], properties = {} }) => required.every((name) => name in Object(properties)));

const example = z.strictObject({ summary: text, value: z.unknown() });
const examples = z.record(componentName, example);

const parameter = z
  .strictObject({
    name: text,
    in: z.enum(['path', 'query', 'header']),
    required: z.boolean(),
    description: text,
    schema,
    example: z.string().optional(),
    examples: examples.optional(),
  })
  .refine((each) => each.in !== 'path' || each.required)
  .refine((each) => each.example === undefined || each.examples === undefined);

const header = z.strictObject({
  description: text,
  schema,
  example: z.union([z.string(), z.number()]).optional(),
});
const mediaType = z.strictObject({ schema, examples });

const response = z.strictObject({
  description: text,
  headers: z.record(z.string(), reference),
  content: z.record(z.enum(['application/json', 'application/problem+json']), mediaType.optional()),
});

const operation = z.strictObject({
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  tags: z.array(text).length(1),
  summary: text,
  description: text,
  security: z.array(z.record(text, z.array(text))).optional(),
  parameters: z.array(z.union([reference, parameter])),
  requestBody: z
    .strictObject({ required: z.boolean(), content: z.strictObject({ 'application/json': mediaType }) })
    .optional(),
  responses: z
    .record(z.string().regex(/^[2-5]\d\d$/), response)
    .refine((responses) => Object.keys(responses).some((status) => status.startsWith('2'))),
});

const pathItem = z
  .strictObject({ get: operation.optional(), post: operation.optional(), patch: operation.optional() })
  .refine((item) => Object.keys(item).length > 0);

export const documentSchema = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({
    title: text,
    version: text,
    summary: text,
    description: text,
    license: z.strictObject({ name: text, identifier: text }),
  }),
  servers: z.array(z.strictObject({ url: z.url() })).min(1),
  security: z.array(z.record(text, z.array(text))).min(1),
  tags: z.array(z.strictObject({ name: text })),
  paths: z.record(z.string().startsWith('/'), pathItem),
  components: z.strictObject({
    schemas: z.record(componentName, schema),
    parameters: z.record(componentName, parameter),
    headers: z.record(componentName, header),
    securitySchemes: z.record(
      componentName,
      z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer'), description: text }),
    ),
  }),
});
