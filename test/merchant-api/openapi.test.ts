import type { Router } from 'express';
import { z } from 'zod';
import type { ApiRoute } from '../../src/api/route';
import type { OpenApiDocument } from '../../src/api/openapi/document';
import { rateLimitInMemory } from '../../src/web/memory-rate-limit';
import { apiRoutes, merchantApiRoutes, REQUESTS_PER_KEY } from '../../src/server/merchant-api';
import { MemoryIdempotencyStore } from '../../src/api/idempotency/memory-store';
import { repeatPaymentApiRoutes } from '../../src/repeat-payments/api/routes';
import { terminalRoutes } from '../../src/terminals/routes';
import { startRig, type Rig } from '../support/rig';
import { callsIn, readDocument } from './support/described';
import { documentSchema } from './support/openapi-schema';

let rig: Rig;
let document: OpenApiDocument;
beforeAll(async () => {
  rig = await startRig();
  document = await readDocument(rig);
});
afterAll(() => rig.stop());

describe('the description', () => {
  it('is given to everybody, as JSON', async () => {
    const response = await fetch(`${rig.origin}/api/v1/openapi.json`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('is OpenAPI 3.1', () => {
    expect(documentSchema.safeParse(document).error?.issues).toBeUndefined();
    expect(documentSchema.safeParse({ ...document, openapi: '3.0.3' }).success).toBe(false);
    expect(documentSchema.safeParse({ ...document, paths: { '/a': { post: {} } } }).success).toBe(false);
  });

  it('says where we are', () => {
    expect(document.servers).toEqual([{ url: rig.origin }]);
  });

  it('describes exactly the calls that are served', () => {
    const described = callsIn(document).map(({ method, path }) => `${method} ${path}`);
    const all = served(merchantApiRoutes(apiOf(rig)));
    expect(all.sort()).toEqual([...described, 'GET /docs'].sort());
    expect(described.length).toBeGreaterThan(9);
  });

  it('describes what other features add', () => {
    const [some] = apiRoutes(apiOf(rig));
    const other = { ...some, id: 'other', pattern: '/api/v1/others/:otherId', method: 'get' } as ApiRoute;
    const router = merchantApiRoutes({ ...apiOf(rig), otherRoutes: [other] });
    expect(served(router)).toContain('GET /api/v1/others/{otherId}');
  });

  it('names each call once', () => {
    const ids = callsIn(document).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes every part of every address, and no others', () => {
    for (const { path, parameters } of callsIn(document)) {
      const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = parameters.filter((parameter) => parameter.in === 'path');
      expect(described.map(({ name }) => name)).toEqual(parts);
      for (const { required, example } of described)
        expect([required, typeof example]).toEqual([true, 'string']);
    }
  });

  it('refers only to what is there, and keeps nothing that nobody refers to', () => {
    const text = JSON.stringify(document);
    const referred = new Set(
      [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)].map(
        ([, kind, name]) => `${kind}/${name}`,
      ),
    );
    const there = Object.entries(document.components)
      .filter(([kind]) => kind !== 'securitySchemes')
      .flatMap(([kind, named]) => Object.keys(named).map((name) => `${kind}/${name}`));
    expect([...referred].sort()).toEqual(there.sort());
    expect(text.match(/"\$ref":"(?!#\/components\/)/)).toBeNull();
    expect(text).not.toContain('$defs');
  });

  it('explains every field and every parameter', () => {
    const schemas = Object.entries(document.components.schemas);
    expect(schemas.flatMap(([name, schema]) => silentFields(name, schema))).toEqual([]);
    const parameters = callsIn(document).flatMap(({ parameters: each }) => each);
    expect(parameters.filter(({ description }) => description.length < 10)).toEqual([]);
  });

  it('asks for a key everywhere but here', () => {
    expect(document.security).toEqual([{ api_key: [] }]);
    expect(
      callsIn(document)
        .filter(({ isPublic }) => isPublic)
        .map(({ id }) => id),
    ).toEqual(['describeApi']);
  });

  it('offers an Idempotency-Key on every POST, and nowhere else', () => {
    for (const { method, parameters } of callsIn(document)) {
      expect(parameters.some(({ name }) => name === 'Idempotency-Key')).toBe(method === 'POST');
    }
  });

  it('has examples that its own schemas accept', () => {
    const examples = [...mediaTypesIn(document)];
    expect(examples.length).toBeGreaterThan(20);
    for (const { schema, values } of examples) {
      const read = z.fromJSONSchema(standalone(schema));
      for (const value of values) expect(read.safeParse(value).error?.issues).toBeUndefined();
    }
    for (const { schema, examples: given = {}, example } of callsIn(document).flatMap(
      (each) => each.parameters,
    )) {
      const values = [
        ...Object.values(given).map(({ value }) => value),
        ...(example === undefined ? [] : [example]),
      ];
      const read = z.fromJSONSchema(standalone(schema));
      for (const value of values) expect(read.safeParse(value).error?.issues).toBeUndefined();
    }
  });

  it('has schemas that refuse what the API refuses', () => {
    const newOrder = z.fromJSONSchema(standalone(document.components.schemas['NewOrder']));
    const order = { reference: 'T-1', amount: 1099, currency: 'GBP' };
    expect(newOrder.safeParse(order).success).toBe(true);
    for (const wrong of [
      { amount: 0 },
      { amount: '1' },
      { currency: 'gbp' },
      { colour: 'blue' },
      { expires_in: 1 },
    ]) {
      expect(newOrder.safeParse({ ...order, ...wrong }).success).toBe(false);
    }
  });

  it('describes every field of the answers, however deep', () => {
    const answers = [...mediaTypesIn(document)];
    const found = answers.flatMap(({ schema, values }) =>
      values.flatMap((value) => undescribed(schema, value)),
    );
    expect(found).toEqual([]);
    expect(
      undescribed({ $ref: '#/components/schemas/Order' }, { id: 'ord_1', attempts: [{ nonce: 'x' }] }),
    ).toEqual(['nonce']);
  });
});

function apiOf({ dependencies, origin }: Rig) {
  const { payments, repeatPayments, clock, timers } = dependencies;
  const pass = () => undefined;
  return {
    payments,
    publicUrl: origin,
    isDescribed: true,
    shopOrigins: [],
    redeliver: null,
    onlyMerchant: pass,
    readJson: pass,
    limit: rateLimitInMemory(REQUESTS_PER_KEY),
    idempotency: { store: new MemoryIdempotencyStore(), clock, timers },
    otherRoutes: [
      ...repeatPaymentApiRoutes({ repeatPayments, publicUrl: origin, shopOrigins: [] }),
      ...terminalRoutes(dependencies),
    ],
  };
}

/** What a router answers, read from the router itself: `POST /api/v1/orders/{orderId}/cancel`. */
function served(router: Router): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    if (!route) return 'stack' in handle ? served(handle as Router) : [];
    const methods = [...new Set(route.stack.map(({ method }) => method))].filter(
      (method) => typeof method === 'string',
    );
    return methods.map((method) => `${method.toUpperCase()} ${route.path.replace(/:(\w+)/g, '{$1}')}`);
  });
}

type Schema = OpenApiDocument['components']['schemas'][string];

function silentFields(path: string, schema: Schema | boolean | undefined): string[] {
  if (typeof schema !== 'object' || schema.$ref) return [];
  const own = schema.description === undefined ? [path] : [];
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, each]) =>
    silentFields(`${path}.${name}`, each),
  );
  return [...own, ...inner];
}

/** The names of fields in a value that its schema does not have. */
function undescribed(schema: Schema, value: unknown): string[] {
  if (Array.isArray(value)) {
    const { items } = shapesOf(schema).find((shape) => shape.items !== undefined) ?? {};
    return value.flatMap((item) => undescribed(inner(items), item));
  }
  if (typeof value !== 'object' || value === null) return [];
  const shapes = shapesOf(schema);
  if (shapes.some(({ additionalProperties }) => typeof additionalProperties === 'object')) return []; // a map
  return Object.entries(value).flatMap(([name, field]) => {
    const described = shapes.map(({ properties }) => properties?.[name]).find((each) => each !== undefined);
    return described === undefined ? [name] : undescribed(inner(described), field);
  });
}

/** Everything that a schema may be: what it refers to, and each of its alternatives and parts. */
function shapesOf(schema: Schema): readonly Schema[] {
  const referred = document.components.schemas[schema.$ref?.replace('#/components/schemas/', '') ?? ''];
  const { anyOf = [], oneOf = [], allOf = [] } = schema;
  const others = [...(referred ? [referred] : []), ...anyOf, ...oneOf, ...allOf];
  return [schema, ...others.flatMap(shapesOf)];
}

function inner(schema: unknown): Schema {
  return (typeof schema === 'object' ? schema : {}) as Schema;
}

function* mediaTypesIn(from: OpenApiDocument) {
  for (const { operation } of callsIn(from)) {
    const contents = [
      operation.requestBody?.content,
      ...Object.values(operation.responses).map(({ content }) => content),
    ];
    for (const media of contents.flatMap((content) => Object.values(content ?? {}))) {
      yield { schema: media.schema, values: Object.values(media.examples).map(({ value }) => value) };
    }
  }
}

/** A schema that carries what it refers to. */
function standalone(schema: Schema | undefined): Parameters<typeof z.fromJSONSchema>[0] {
  const whole = { ...schema, $defs: document.components.schemas };
  return JSON.parse(JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/'));
}
