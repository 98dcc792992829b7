import { z } from 'zod';
import { InvalidInput } from '../../kernel/errors';

/** Our own data, for Blink to store beside the request: at most 1,024 characters as JSON. It gives a GET a body. */
export type Metadata = Readonly<Record<string, string>>;

const LONGEST_METADATA = 1_024;

/** Excludes whatever would lead to another address: slashes, `.` and `..` would be parts of the path. */
const deviceIds = z
  .string()
  .refine((id) => isWithin(id, 1, 35), { error: 'must have 1 to 35 characters', abort: true })
  .regex(
    /^(?!\.{1,2}$)[^\p{C}/\\]{1,35}$/u,
    'must be the id of a terminal: no slashes, no control characters',
  );

/** @throws InvalidInput when there is more than Blink accepts */
export function metadataBody(metadata: Metadata | undefined): object | null {
  if (metadata === undefined) return null;
  if (isWithin(JSON.stringify(metadata), 0, LONGEST_METADATA)) return { metadata };
  throw new InvalidInput([
    { field: 'metadata', message: `must have at most ${LONGEST_METADATA} characters as JSON` },
  ]);
}

/** @throws InvalidInput */
export function deviceIdFrom(deviceId: string): string {
  const read = deviceIds.safeParse(deviceId);
  if (read.success) return read.data;
  throw new InvalidInput(read.error.issues.map(({ message }) => ({ field: 'device_id', message })));
}

/** Counts characters as people do, not as UTF-16 does. */
function isWithin(text: string, least: number, most: number): boolean {
  const { length } = Array.from(text);
  return length >= least && length <= most;
}
