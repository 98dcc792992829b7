import type { OpenApiDocument, OperationObject, Parameter } from '../../../src/api/openapi/document';
import type { Rig } from '../../support/rig';

/** A call as the document describes it, with its references followed. */
export interface DescribedCall {
  readonly id: string;
  readonly method: string;
  /** `/api/v1/orders/{orderId}` */
  readonly path: string;
  readonly isPublic: boolean;
  readonly operation: OperationObject;
  readonly parameters: readonly Parameter[];
  readonly examples: readonly DescribedExample[];
}

export interface DescribedExample {
  /** `createOrder: The smallest order` */
  readonly name: string;
  readonly status: number;
  readonly path: string;
  readonly body: unknown;
  readonly answer: unknown;
}

export async function readDocument(rig: Pick<Rig, 'origin'>): Promise<OpenApiDocument> {
  return (await (await fetch(`${rig.origin}/api/v1/openapi.json`)).json()) as OpenApiDocument;
}

export function callsIn(document: OpenApiDocument): readonly DescribedCall[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => described(document, path, method, operation)),
  );
}

function described(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: OperationObject,
): DescribedCall {
  const parameters = operation.parameters.map((parameter) => {
    if (!('$ref' in parameter)) return parameter;
    const name = parameter.$ref.replace('#/components/parameters/', '');
    return document.components.parameters[name] ?? missing(parameter.$ref);
  });
  const call = {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    isPublic: operation.security?.length === 0,
    operation,
    parameters,
  };
  return { ...call, examples: examplesOf(call) };
}

function examplesOf(call: Omit<DescribedCall, 'examples'>): readonly DescribedExample[] {
  const { operation, parameters } = call;
  const status = Object.keys(operation.responses).find((each) => each.startsWith('2')) ?? missing('2xx');
  const answers = operation.responses[status]?.content['application/json']?.examples ?? {};
  const query = (name: string) =>
    new URLSearchParams(
      parameters.flatMap((parameter) => {
        const value = parameter.examples?.[name]?.value;
        const isGiven = typeof value === 'string' || typeof value === 'number';
        return parameter.in === 'query' && isGiven ? [[parameter.name, String(value)]] : [];
      }),
    ).toString();
  return Object.entries(answers).map(([name, { summary, value }]) => ({
    name: `${call.id}: ${summary}`,
    status: Number(status),
    path: withParts(call) + (query(name) && `?${query(name)}`),
    body: operation.requestBody?.content['application/json'].examples[name]?.value,
    answer: value,
  }));
}

/** The address with its parts as the document gives them, or as they are given here. */
export function withParts(
  { path, parameters }: Pick<DescribedCall, 'path' | 'parameters'>,
  parts: Readonly<Record<string, string>> = {},
): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
    return parts[name] ?? parameter?.example ?? missing(name);
  });
}

function missing(what: string): never {
  throw new Error(`The document lacks ${what}`);
}
