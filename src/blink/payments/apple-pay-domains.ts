import { z } from 'zod';
import { readWith } from '../transport/answer';
import type { Api } from '../transport/api';
import type { Blink } from '../blink';
import type { Timeouts } from '../transport/timeouts';
import { BlinkRefused, BlinkUnavailable, BlinkUnreadable } from '../errors';
import { refusalFrom } from '../wire/refusal';
import type { Transport } from '../transport/exchange';

const FILE_PATH = '.well-known/apple-developer-merchantid-domain-association';
/** Apple's file is a few kilobytes of hexadecimal digits; newer ones are JSON. An HTML error page is neither. */
const FILE = /^[\x20-\x7e\s]{1,65536}$/;
const REGISTER = 'POST applepay/domains';

// `true`, `"true"`, `1` and `"1"` mean the same.
const registered = z.object({ success: z.union([z.boolean(), z.string(), z.number()]) });

/** @see https://api-docs.blinkpayment.co.uk/apidocs/apple-pay-registration */
export function createApplePayDomains(
  api: Api,
  origin: Transport,
  { readMs }: Pick<Timeouts, 'readMs'>,
): Blink['applePayDomains'] {
  return {
    associationFile: () => associationFile(origin, readMs),
    async register(domain) {
      const path = 'applepay/domains';
      const body = { domain_name: `${domain}/` };
      const { json } = await api.change({ what: REGISTER, method: 'POST', path, body });
      const { success } = readWith(registered, REGISTER, json);
      if (!['true', '1'].includes(String(success))) throw new BlinkRefused(REGISTER, 200, refusalFrom(json));
    },
  };
}

/** The file is public and outside the API, so the request carries no token. */
async function associationFile(origin: Transport, deadlineMs: number): Promise<string> {
  const what = 'GET the Apple Pay domain file';
  const reply = await origin.send({
    what,
    method: 'GET',
    path: FILE_PATH,
    headers: { Accept: '*/*' },
    body: null,
    deadlineMs,
  });
  if (reply.kind !== 'reply') throw new BlinkUnavailable(what, 'no whole answer');
  if (reply.status !== 200) throw new BlinkUnavailable(what, `it answered ${reply.status}`);
  if (!FILE.test(reply.text) || reply.text.trimStart().startsWith('<'))
    throw new BlinkUnreadable(what, 'no such file');
  return reply.text;
}
