import { Readable } from 'node:stream';
import axios from 'axios';
import { SECOND, type Timers } from '../../kernel/clock';

/** What became of one POST. Of the shop's answer only the status is looked at. */
export type Posted =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'not_answered'; readonly reason: 'timeout' | 'connection_failed' };

const DEADLINE_MS = 15 * SECOND;

/** Never rejects: an error of the HTTP library would carry the event with it. */
export async function postEvent(
  timers: Timers,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Posted> {
  const deadline = new AbortController();
  timers.after(DEADLINE_MS, () => deadline.abort());
  try {
    const { status, data } = await axios.request<unknown>({
      url,
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', 'User-Agent': 'blink-checkout' },
      data: body,
      signal: deadline.signal,
      maxRedirects: 0, // whoever answers at another address was not chosen by the operator
      proxy: false,
      decompress: false,
      responseType: 'stream',
      transformRequest: [(given: unknown) => given],
      validateStatus: () => true,
    });
    letGo(data);
    return { kind: 'answered', status };
  } catch {
    return { kind: 'not_answered', reason: deadline.signal.aborted ? 'timeout' : 'connection_failed' };
  }
}

/** The answer's body is not read, however long it is. */
function letGo(data: unknown): void {
  if (!(data instanceof Readable)) return;
  data.on('error', () => undefined);
  data.destroy();
}
