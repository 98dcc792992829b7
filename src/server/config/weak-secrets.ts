const FEWEST_CHARACTERS = 8; // 32 random hexadecimal digits have fewer than that once in a million times
const PLACEHOLDERS =
  /change.?me|change.?this|replace.?(?:me|this|with)|placeholder|your.{0,10}(?:secret|key)|openssl rand/i;

/**
 * Why a text is none that somebody has drawn at random, as far as that can be seen; null when nothing speaks against it.
 * Whoever guesses it can sign what only we may sign.
 */
export function weaknessOf(secret: string): string | null {
  if (PLACEHOLDERS.test(secret)) return 'is an example: make one of your own';
  if (new Set(secret).size < FEWEST_CHARACTERS) return 'has too few different characters';
  if (isRepeated(secret)) return 'repeats itself';
  return stepsIn(secret) < FEWEST_CHARACTERS ? 'counts up or down' : null;
}

/** `passwordpasswordpasswordpassword`: as good as what is repeated. */
function isRepeated(secret: string): boolean {
  const longest = Math.floor(secret.length / 2);
  return Array.from({ length: longest }, (_, index) => index + 1).some((period) =>
    secret.startsWith(secret.slice(period)),
  );
}

/** How many different distances there are from a character to the next: in `0123456789abcdef…` two. */
function stepsIn(secret: string): number {
  const steps = new Set<number>();
  for (let at = 1; at < secret.length; at++) steps.add(secret.charCodeAt(at) - secret.charCodeAt(at - 1));
  return steps.size;
}
