const LOOPBACK = '127.0.0.1';
/** For a container, whose ports are published on the machine under the same numbers. */
const EVERY_ADDRESS = '0.0.0.0';

/**
 * Where the three servers of the demo listen. Whatever that is, they give out addresses at 127.0.0.1, for the browser of the machine and for each other.
 * @param text such as `DEMO_HOST`
 * @throws RangeError for any other address: nothing would answer where the demo says that it is
 */
export function listenOn(text: string = LOOPBACK): string {
  if (text === LOOPBACK || text === EVERY_ADDRESS) return text;
  throw new RangeError(`DEMO_HOST is neither ${LOOPBACK} nor ${EVERY_ADDRESS}: ${text}`);
}
