import type { Blink } from '../../blink/blink';
import { AppError } from '../../kernel/errors';
import { SECOND } from '../../kernel/clock';
import { paths } from '../../kernel/paths';

const PATIENCE_MS = 10 * SECOND;

/** Apple would not find its file: Blink is not even asked. */
export class DomainFileMissing extends AppError {
  readonly status = 409;
  readonly code = 'domain_file_missing';
  constructor(address: string, why: string) {
    super(
      `${address} does not give Apple's file: ${why}. Is the server running, and does this address reach it?`,
    );
  }
}

/**
 * Registers the domain of this checkout for Apple Pay, once its file is found there as Apple will look for it.
 * @param publicUrl the origin that shoppers reach the checkout by
 * @throws DomainFileMissing; BlinkRefused when Blink or Apple says no; BlinkUnavailable
 */
export async function registerApplePayDomain(
  { applePayDomains }: Pick<Blink, 'applePayDomains'>,
  publicUrl: string,
): Promise<void> {
  const address = publicUrl + paths.applePayDomain({});
  const [expected, found] = await Promise.all([applePayDomains.associationFile(), fileAt(address)]);
  if (found.trim() !== expected.trim())
    throw new DomainFileMissing(address, 'it is another file than Blink’s');
  await applePayDomains.register(publicUrl);
}

/** As Apple does: without following redirects. */
async function fileAt(address: string): Promise<string> {
  const answer = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    () => null,
  );
  if (!answer) throw new DomainFileMissing(address, 'no answer');
  if (answer.status !== 200) throw new DomainFileMissing(address, `it answers ${answer.status}`);
  return answer.text();
}
