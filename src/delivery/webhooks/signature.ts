import { Webhook } from 'standardwebhooks';

export type Sign = (messageId: string, body: string, at: Date) => Readonly<Record<string, string>>;

/**
 * The headers that prove to the shop that a message is ours. While a secret is being replaced both sign: the shop may know either.
 * @see https://www.standardwebhooks.com
 */
export function createSign(secrets: readonly string[]): Sign {
  const signers = secrets.map((secret) => new Webhook(secret));
  return (messageId, body, at) => ({
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signers.map((signer) => signer.sign(messageId, at, body)).join(' '),
  });
}
