import type { ApiRoute } from '../route';
import type { Example, OperationObject, Parameter, Reference, ResponseObject } from './document';
import type { JsonSchema, JsonSchemas } from './json-schemas';
import { problemResponses } from './problems';
import { refusalsOf } from '../refusals';

const REQUEST_ID = { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } };
const LIMITED = {
  ...REQUEST_ID,
  RateLimit: { $ref: '#/components/headers/RateLimit' },
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimit-Policy' },
};
const REPLAYED = { 'Idempotency-Replayed': { $ref: '#/components/headers/Idempotency-Replayed' } };
const LOCATION = { Location: { $ref: '#/components/headers/Location' } };
const IDEMPOTENCY_KEY = { $ref: '#/components/parameters/Idempotency-Key' };

/** Describes one call for the document. */
export function operationFrom(route: ApiRoute, schemas: JsonSchemas): OperationObject {
  const headers = route.isPublic ? REQUEST_ID : LIMITED;
  return {
    operationId: route.id,
    tags: [route.group],
    summary: route.summary,
    description: route.description,
    ...(route.isPublic ? { security: [] } : {}),
    parameters: parametersOf(route, schemas),
    ...requestBody(route, schemas),
    responses: {
      [route.answer.status]: answerOf(route, schemas, headers),
      ...problemResponses(refusalsOf(route), schemas, headers),
    },
  };
}

function parametersOf(route: ApiRoute, schemas: JsonSchemas): readonly (Parameter | Reference)[] {
  const inPath = Object.entries(route.parts).map(([name, { description, example }]): Parameter => ({
    name,
    in: 'path',
    required: true,
    description,
    schema: { type: 'string' },
    example,
  }));
  const inQuery = queryParameters(route, schemas.of(route.query));
  return [...inPath, ...inQuery, ...(route.method === 'post' ? [IDEMPOTENCY_KEY] : [])];
}

function queryParameters(
  { examples }: ApiRoute,
  { properties = {}, required = [] }: JsonSchema,
): readonly Parameter[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    if (typeof property === 'boolean') return [];
    const { description = '', ...schema } = property;
    const values = examples.map(({ title, query }) => ({ summary: title, value: query?.[name] }));
    return [{ name, in: 'query', required: required.includes(name), description, schema, ...named(values) }];
  });
}

function requestBody(route: ApiRoute, schemas: JsonSchemas): Pick<OperationObject, 'requestBody'> {
  if (!route.body) return {};
  const schema = schemas.of(route.body);
  const values = route.examples.map(({ title, body }) => ({ summary: title, value: body }));
  const required = !route.body.safeParse(undefined).success;
  return { requestBody: { required, content: { 'application/json': { schema, ...named(values) } } } };
}

function answerOf(
  route: ApiRoute,
  schemas: JsonSchemas,
  headers: Readonly<Record<string, Reference>>,
): ResponseObject {
  const schema = schemas.of(route.answer.schema);
  const values = route.examples.map(({ title, answer }) => ({ summary: title, value: answer }));
  return {
    description: route.answer.description,
    headers: {
      ...headers,
      ...(route.method === 'post' ? REPLAYED : {}),
      ...(route.answer.status === 201 ? LOCATION : {}),
    },
    content: { 'application/json': { schema, ...named(values) } },
  };
}

/** The parts of one example have the same name in the query, in the body and in the answer. */
function named(examples: readonly Example[]): { readonly examples: Readonly<Record<string, Example>> } {
  const entries = examples.map((example, index): [string, Example] => [`example_${index + 1}`, example]);
  return { examples: Object.fromEntries(entries.filter(([, { value }]) => value !== undefined)) };
}
