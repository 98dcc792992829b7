import type { Request } from 'express';

/** A named part of the route's path. Express has matched the path, so an absent part is a mistake in the route. */
export function param({ params }: Pick<Request, 'params'>, name: string): string {
  const value = params[name];
  if (typeof value !== 'string') throw new Error(`The route has no part named ${name}`);
  return value;
}
