import { z } from 'zod';
import { apiRoute, NO_BODY, NO_QUERY, type ApiRoute } from '../http/api-route';
import { paths } from '../paths';
import { openApiDocument } from './openapi/openapi';
import type { OpenApiDocument } from './openapi/document';

export interface Description {
  readonly document: OpenApiDocument;
  /** Serves the document, which describes this call, too. */
  readonly route: ApiRoute;
}

export function descriptionRoute(others: readonly ApiRoute[], publicUrl: string): Description {
  const route = apiRoute({
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
    handle: () => Promise.resolve({ ...document }),
  });
  const document = openApiDocument([...others, route], publicUrl);
  return { document, route };
}
