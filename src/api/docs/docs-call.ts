import { STATUS_CODES } from 'node:http';
import type { OpenApiDocument, OperationObject, Parameter, ResponseObject } from '../openapi/document';
import { referredName, type JsonSchema } from '../openapi/json-schemas';
import { docsExamples, type DescribedOperation, type DocsExample } from './docs-examples';
import { fieldRow, fieldRows, hrefOf, type FieldRow } from './docs-fields';
import { paragraphsOf, piecesOf, type Piece } from './docs-text';

/** One call of the reference, ready to be printed. */
export interface DocsCall {
  readonly id: string;
  readonly group: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly text: readonly (readonly Piece[])[];
  readonly tables: readonly DocsTable[];
  readonly answer: {
    readonly status: string;
    readonly text: string;
    readonly type: string | null;
    readonly typeHref: string | null;
  };
  readonly refusals: readonly DocsRefusal[];
  readonly examples: readonly DocsExample[];
}

export interface DocsTable {
  readonly heading: string;
  readonly fields: readonly FieldRow[];
}

interface DocsRefusal {
  readonly status: string;
  readonly code: string;
  readonly text: readonly Piece[];
}

export function docsCalls(document: OpenApiDocument): readonly DocsCall[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const parameters = operation.parameters.flatMap((parameter) => followed(document, parameter));
      return docsCall({ document, method: method.toUpperCase(), path, operation, parameters });
    }),
  );
}

function followed(
  { components }: OpenApiDocument,
  parameter: OperationObject['parameters'][number],
): readonly Parameter[] {
  if (!('$ref' in parameter)) return [parameter];
  const found = components.parameters[parameter.$ref.replace('#/components/parameters/', '')];
  return found ? [found] : [];
}

function docsCall(described: DescribedOperation): DocsCall {
  const { method, path, operation } = described;
  const [status, answer] = answerOf(operation);
  const schema = answer.content['application/json']?.schema;
  const type = schema ? referredName(schema) : null;
  return {
    id: operation.operationId,
    group: operation.tags[0],
    method,
    path,
    summary: operation.summary,
    text: paragraphsOf(operation.description),
    tables: tablesOf(described),
    answer: {
      status: statusLine(status),
      text: answer.description,
      type,
      typeHref: type === null ? null : hrefOf(type),
    },
    refusals: refusalsIn(operation),
    examples: docsExamples(described, statusLine(status), answer),
  };
}

function answerOf({ operationId, responses }: OperationObject): [string, ResponseObject] {
  const found = Object.entries(responses).find(([status]) => status.startsWith('2'));
  if (!found) throw new Error(`${operationId} has no answer`);
  return found;
}

function statusLine(status: string): string {
  return `${status} ${STATUS_CODES[status] ?? ''}`;
}

function tablesOf({ document, operation, parameters }: DescribedOperation): readonly DocsTable[] {
  const from = (place: Parameter['in']): readonly FieldRow[] =>
    parameters
      .filter((each) => each.in === place)
      .map(({ name, schema, description, required }) => fieldRow(name, { ...schema, description }, required));
  const tables = [
    { heading: 'In the address', fields: from('path') },
    { heading: 'Query', fields: from('query') },
    { heading: 'Headers', fields: from('header') },
    ...bodyTables(document, operation),
  ];
  return tables.filter(({ fields }) => fields.length > 0);
}

/** One table for each shape that the body may have. */
function bodyTables({ components }: OpenApiDocument, { requestBody }: OperationObject): readonly DocsTable[] {
  const known = (schema: JsonSchema) => components.schemas[referredName(schema) ?? ''] ?? schema;
  const body = known(requestBody?.content['application/json'].schema ?? {});
  if (!body.oneOf) return [{ heading: 'Body', fields: fieldRows(body) }];
  return body.oneOf.map((each, index) => ({
    heading: index === 0 ? 'Body' : 'Or',
    fields: fieldRows(known(each)),
  }));
}

function refusalsIn({ responses }: OperationObject): readonly DocsRefusal[] {
  return Object.entries(responses).flatMap(([status, { content }]) =>
    Object.entries(content['application/problem+json']?.examples ?? {}).map(([code, { summary }]) => ({
      status,
      code,
      text: piecesOf(summary),
    })),
  );
}
