import type { Header, OpenApiDocument, Parameter } from './document';

/** What applies to every call, in the plainest Markdown: paragraphs and `code`. */
export const INTRODUCTION = [
  'Create an order, send the customer to its `checkout_url`, and read the order, or wait for its event, before you ship. What a browser brings back to your shop is never proof of payment.',
  'Send JSON in UTF-8 and an API key: `Authorization: Bearer <key>`. Names are in `snake_case`, dates are ISO 8601 in UTC, amounts are whole numbers of the minor unit: `1099` is £10.99. Unknown fields and parameters are refused, so that a slip of the pen is not taken for a wish.',
  'Send an `Idempotency-Key` with every POST and keep it when you repeat the request: it is carried out once, and each repeat gets the first answer again, to the byte, for at least 24 hours. The same key with another request is refused. Refusals that were decided are answered again, too; a failure of ours (5xx) is not, and the same request may be repeated with the same key. Input that cannot be read uses no key up.',
  "A refusal is `application/problem+json` with a stable `code`. Every answer says in `RateLimit` how much of the key's allowance is left. A path that exists answers other methods with 405 and `Allow`.",
  'Lists come in pages: `data`, and `next_cursor` to send as `cursor` for the next one. New fields, events and types of history may be added at any time; what is there stays.',
].join('\n\n');

export const SECURITY_SCHEMES: OpenApiDocument['components']['securitySchemes'] = {
  api_key: {
    type: 'http',
    scheme: 'bearer',
    description:
      'One of the keys in the `MERCHANT_API_KEYS` setting. For your server: never send it to a browser.',
  },
};

export const PARAMETERS: Readonly<Record<string, Parameter>> = {
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'New for every new request, the same for every repetition: a random UUID does well. Printable ASCII.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    example: '7f0c5c0e-62e7-4b1f-9a6e-3c1f6d7f2b10',
  },
};

export const HEADERS: Readonly<Record<string, Header>> = {
  'X-Request-Id': {
    description: 'The request, as our log names it.',
    schema: { type: 'string' },
  },
  RateLimit: {
    description: 'What is left of the allowance, `r`, and in how many seconds it is whole again, `t`.',
    schema: { type: 'string' },
    example: '"api";r=599;t=60',
  },
  'RateLimit-Policy': {
    description: 'The allowance: `q` requests in `w` seconds.',
    schema: { type: 'string' },
    example: '"api";q=600;w=60',
  },
  'Retry-After': {
    description: 'Come again after so many seconds.',
    schema: { type: 'integer', minimum: 1 },
    example: 5,
  },
  Location: {
    description: 'The address of what was made.',
    schema: { type: 'string' },
    example: '/api/v1/orders/ord_3nK0yVQyUeSGNCsv1t9cNw',
  },
  'Idempotency-Replayed': {
    description: '`true` when this is the answer to an earlier request with the same key.',
    schema: { type: 'string', enum: ['true'] },
  },
};
