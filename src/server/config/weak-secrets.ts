const FEWEST_CHARACTERS = 8; // 32 random hexadecimal digits have fewer different ones once in a million times
const PLACEHOLDERS =
  /change.?me|change.?this|replace.?(?:me|this|with)|placeholder|your.{0,10}(?:secret|key)|openssl rand/i;

/**
 * Why a text was clearly not drawn at random; null when nothing shows that. Whoever guesses the secret can sign what only we may sign.
 */
export function weaknessOf(secret: string): string | null {
  if (PLACEHOLDERS.test(secret)) return 'is an example: make one of your own';
  if (new Set(secret).size < FEWEST_CHARACTERS) return 'has too few different characters';
  if (isRepeated(secret)) return 'repeats itself';
  return stepsIn(secret) < FEWEST_CHARACTERS ? 'counts up or down' : null;
}

/** Whether the text repeats a shorter one: `passwordpasswordpasswordpassword` is only as strong as that. */
function isRepeated(secret: string): boolean {
  const longest = Math.floor(secret.length / 2);
  return Array.from({ length: longest }, (_, index) => index + 1).some((period) =>
    secret.startsWith(secret.slice(period)),
  );
}

/** How many different distances there are from one character to the next: two in `0123456789abcdef…`. */
function stepsIn(secret: string): number {
  const steps = new Set<number>();
  for (let at = 1; at < secret.length; at++) steps.add(secret.charCodeAt(at) - secret.charCodeAt(at - 1));
  return steps.size;
}
