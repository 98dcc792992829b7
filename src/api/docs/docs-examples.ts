import type { OpenApiDocument, OperationObject, Parameter, ResponseObject } from '../openapi/document';
import { curlTokens, jsonTokens, type Token } from './docs-code';

export interface DocsExample {
  readonly title: string;
  readonly request: readonly Token[];
  readonly status: string;
  /** An accessible name for the answer's region, which scrolls when the answer is long. */
  readonly answerLabel: string;
  readonly answer: readonly Token[];
}

/** A call with its parameters, references resolved. */
export interface DescribedOperation {
  readonly document: OpenApiDocument;
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
  readonly parameters: readonly Parameter[];
}

export function docsExamples(
  described: DescribedOperation,
  status: string,
  answer: ResponseObject,
): readonly DocsExample[] {
  const { method, operation, parameters } = described;
  const examples = Object.entries(answer.content['application/json']?.examples ?? {});
  return examples.map(([name, { summary, value }]) => ({
    title: summary,
    request: curlTokens({
      method,
      url: urlOf(described, name),
      headers: headersOf(operation, parameters),
      body: operation.requestBody?.content['application/json'].examples[name]?.value,
    }),
    status,
    answerLabel: `Answer: ${summary}`,
    answer: jsonTokens(value),
  }));
}

function urlOf({ document, path, parameters }: DescribedOperation, name: string): string {
  const example = (part: string): string => parameters.find((each) => each.name === part)?.example ?? part;
  const query = parameters.flatMap((each) => {
    const value = each.examples?.[name]?.value;
    const isGiven = typeof value === 'string' || typeof value === 'number';
    return each.in === 'query' && isGiven ? [`${each.name}=${encodeURIComponent(value)}`] : [];
  });
  const address = path.replace(/\{(\w+)\}/g, (_, part: string) => example(part));
  return [`${document.servers[0]?.url ?? ''}${address}`, ...(query.length > 0 ? [query.join('&')] : [])].join(
    '?',
  );
}

function headersOf({ security }: OperationObject, parameters: readonly Parameter[]): readonly string[] {
  const key = security?.length === 0 ? [] : ['Authorization: Bearer $API_KEY'];
  const others = parameters.filter((each) => each.in === 'header' && each.example !== undefined);
  return [...key, ...others.map(({ name, example = '' }) => `${name}: ${example}`)];
}
