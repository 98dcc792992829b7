import { API_KEY, type Rig } from '../../support/rig';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface RawCall {
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** One call of the API, nothing added and nothing read. */
export async function call(
  rig: Pick<Rig, 'origin'>,
  method: string,
  path: string,
  { key = API_KEY, headers = {}, body }: RawCall = {},
): Promise<RawAnswer> {
  const response = await fetch(rig.origin + path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** An object that does as `original` does, but for what it is given. */
export function wrapped<T extends object>(original: T, changed: Partial<T>): T {
  return Object.assign(Object.create(original) as T, changed);
}
