import { Router } from 'express';
import { z } from 'zod';
import { apiRoute, NO_BODY, NO_QUERY, type ApiRoute } from '../route';
import { paths } from '../../kernel/paths';
import { onlyMethods } from '../router';
import type { OpenApiDocument } from './document';
import { openApiDocument } from './openapi';

/**
 * Makes the document on request, and not at every start: making it takes time, and 16 MB. The callers keep what they serve.
 * @param others every other call of the API; the document describes its own call, too
 */
export function apiDocument(others: readonly ApiRoute[], publicUrl: string): () => OpenApiDocument {
  return () => openApiDocument([...others, describeApi], publicUrl);
}

/** Serves the document to everybody; its bytes are made once. */
export function descriptionRoutes(document: () => OpenApiDocument): Router {
  let written: Buffer | null = null;
  const { pattern } = paths.apiDescription;
  return Router()
    .get(pattern, (req, res) => {
      describeApi.prepare(req, null);
      written ??= Buffer.from(JSON.stringify(document()));
      res.type('json').send(written);
    })
    .all(pattern, onlyMethods([describeApi]));
}

const describeApi: ApiRoute = apiRoute({
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
  handle: () => Promise.reject(new Error('The document is sent as it was written, by descriptionRoutes')),
});
