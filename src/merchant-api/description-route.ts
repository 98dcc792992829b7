import { z } from 'zod';
import { apiRoute, NO_BODY, NO_QUERY, type ApiRoute } from '../http/api-route';
import { paths } from '../paths';
import { openApiDocument } from './openapi/openapi';
import type { OpenApiDocument } from './openapi/document';

export interface Description {
  /** Made when it is first asked for, and not at every start: it takes a while, and 16 MB that the process would keep. */
  readonly document: () => OpenApiDocument;
  /** Serves the document, which describes this call, too. */
  readonly route: ApiRoute;
}

export function descriptionRoute(others: readonly ApiRoute[], publicUrl: string): Description {
  let made: OpenApiDocument | null = null;
  const document = () => (made ??= openApiDocument([...others, route], publicUrl));
  const route: ApiRoute = apiRoute({
    method: 'get',
    path: paths.apiDescription,
    id: 'describeApi',
    group: 'This description',
    summary: 'Read this description',
    description: 'This API in OpenAPI 3.1, for generated clients and other programs. Needs no key.',
    isPublic: true,
    parts: {},
    query: NO_QUERY,
    body: NO_BODY,
    answer: {
      status: 200,
      schema: z
        .looseObject({ openapi: z.literal('3.1.0').describe('The version of OpenAPI.') })
        .meta({ id: 'OpenApi', description: 'An OpenAPI document.' }),
      description: 'The document.',
    },
    refusals: [],
    examples: [],
    handle: () => Promise.resolve({ ...document() }),
  });
  return { document, route };
}
