import type { Content } from './notification-body';
import { isLoopback } from './loopback';

export interface Attempt {
  readonly at: string;
  /** What the shop answered, null when it did not. */
  readonly status: number | null;
  readonly error: string | null;
}

const PATIENCE_MS = 10_000;

/** Posts it once; a redirect is an answer and is not followed. */
export async function send(
  content: Content & { readonly to: string },
  over: AbortSignal,
): Promise<Omit<Attempt, 'at'>> {
  if (!isLoopback(content.to)) return { status: null, error: 'The sandbox sends to loopback addresses only' };
  try {
    const response = await fetch(content.to, {
      method: 'POST',
      headers: { 'content-type': content.contentType, 'user-agent': 'Blink-Sandbox' },
      body: content.body,
      redirect: 'manual',
      signal: AbortSignal.any([over, AbortSignal.timeout(PATIENCE_MS)]),
    });
    await response.arrayBuffer(); // lets the connection go
    return { status: response.status, error: null };
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.message : 'failed' };
  }
}
