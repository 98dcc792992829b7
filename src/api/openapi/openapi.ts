import type { ApiRoute } from '../route';
import type { OpenApiDocument, OperationObject, PathItem } from './document';
import { HEADERS, INTRODUCTION, PARAMETERS, SECURITY_SCHEMES } from './introduction';
import { JsonSchemas } from './json-schemas';
import { operationFrom } from './operation';

/** The whole API in OpenAPI 3.1: made from the calls that are served and the schemas that read their input. */
export function openApiDocument(routes: readonly ApiRoute[], publicUrl: string): OpenApiDocument {
  const schemas = new JsonSchemas();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Checkout API',
      version: '1.0.0',
      summary: 'Orders in, what became of them out',
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    security: [{ api_key: [] }],
    tags: [...new Set(routes.map(({ group }) => group))].map((name) => ({ name })),
    paths: pathsOf(routes, schemas),
    components: {
      schemas: schemas.named,
      parameters: PARAMETERS,
      headers: HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

function pathsOf(routes: readonly ApiRoute[], schemas: JsonSchemas): OpenApiDocument['paths'] {
  const paths: Record<string, PathItem> = {};
  for (const route of routes) {
    const address = addressOf(route.pattern);
    const operation: OperationObject = operationFrom(route, schemas);
    paths[address] = { ...paths[address], [route.method]: operation };
  }
  return paths;
}

/** OpenAPI writes `/orders/:orderId` as `/orders/{orderId}`. */
function addressOf(pattern: string): string {
  return pattern.replace(/:(\w+)/g, '{$1}');
}
