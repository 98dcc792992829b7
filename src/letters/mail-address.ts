import { z } from 'zod';

const address = z.email().max(254);

/** One address and nothing else: a list, or a name with an address, is none. */
export function mailAddressFrom(text: string | null): string | null {
  return address.safeParse(text).data ?? null;
}
