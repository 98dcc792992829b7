import { createCapabilities } from '../../src/payments/capabilities';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';
const OLD = 'the-secret-that-was-in-use-before-this-one';

describe('a capability', () => {
  const capabilities = createCapabilities([SECRET]);
  const granted = capabilities.grant('notification', 'ord_1', 'att_1');

  it('opens what it was granted for, again and again, in every process with the secret', () => {
    expect(granted).toMatch(/^[\w-]{43}$/); // 256 bits
    expect(capabilities.grant('notification', 'ord_1', 'att_1')).toBe(granted);
    expect(createCapabilities([SECRET]).isGranted('notification', 'ord_1', 'att_1', granted)).toBe(true);
  });

  it('opens nothing else', () => {
    expect(capabilities.isGranted('return', 'ord_1', 'att_1', granted)).toBe(false);
    expect(capabilities.isGranted('notification', 'ord_2', 'att_1', granted)).toBe(false);
    expect(capabilities.isGranted('notification', 'ord_1', 'att_2', granted)).toBe(false);
    expect(capabilities.isGranted('notification', 'ord_1/att_1', '', granted)).toBe(false);
    expect(capabilities.isGranted('notification', '', 'ord_1/att_1', granted)).toBe(false);
    expect(capabilities.grant('return', 'ord_1', 'att_1')).not.toBe(granted);
    expect(createCapabilities([OLD]).isGranted('notification', 'ord_1', 'att_1', granted)).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['a part', granted.slice(0, -1)],
    ['more', `${granted}A`],
    ['padding', `${granted}=`],
    ['a sign that decoders skip', `${granted.slice(0, 10)}!${granted.slice(10)}`],
    ['spaces', ` ${granted}`],
    ['the other alphabet', granted.replaceAll('-', '+').replaceAll('_', '/') + '='],
    ['other letters', granted.toLowerCase()],
    ['hexadecimal', Buffer.from(granted, 'base64url').toString('hex')],
    ['unicode of the same length', 'é'.repeat(43)],
    ['a null byte', `\0${granted.slice(1)}`],
    ['a long text', 'A'.repeat(100_000)],
  ])('is its exact text: not %s', (_, presented) => {
    expect(capabilities.isGranted('notification', 'ord_1', 'att_1', presented)).toBe(false);
  });

  it('is not another text that decodes to the same bytes', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const bytes = Buffer.from(granted, 'base64url');
    const twins = Array.from(alphabet, (last) => granted.slice(0, -1) + last).filter((text) =>
      Buffer.from(text, 'base64url').equals(bytes),
    );
    expect(twins.length).toBeGreaterThan(1);
    const accepted = twins.filter((text) => capabilities.isGranted('notification', 'ord_1', 'att_1', text));
    expect(accepted).toEqual([granted]);
  });

  it('stays good while its secret is rotated, and new ones are granted by the new secret', () => {
    const rotated = createCapabilities([SECRET, OLD]);
    const old = createCapabilities([OLD]).grant('return', 'ord_1', 'att_1');
    expect(rotated.isGranted('return', 'ord_1', 'att_1', old)).toBe(true);
    expect(rotated.isGranted('notification', 'ord_1', 'att_1', granted)).toBe(true);
    expect(rotated.grant('notification', 'ord_1', 'att_1')).toBe(granted);
    expect(createCapabilities([SECRET]).isGranted('return', 'ord_1', 'att_1', old)).toBe(false);
  });
});
