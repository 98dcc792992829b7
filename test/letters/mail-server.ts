import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly headers: string;
  readonly text: string;
  readonly html: string;
}

export interface MailServer {
  readonly url: string;
  readonly mails: ReceivedMail[];
  /** How often a message was offered, taken or not. */
  readonly offered: () => number;
  /** What the server answers to a message's sender from now on: `250 ok`, `451 later`, `550 never`. */
  answer(line: string): void;
  stop(): Promise<void>;
}

/** As much of SMTP as a mail needs to arrive. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let toSender = '250 ok';
  let offered = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    let envelope = { from: '', to: [] as string[] };
    let data: string | null = null;
    let unread = '';
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string) => {
      if (data !== null) {
        if (line !== '.') return void (data += `${line.replace(/^\./, '')}\r\n`);
        mails.push({ ...envelope, ...partsOf(data) });
        data = null;
        say('250 taken');
      } else if (/^MAIL FROM/i.test(line)) {
        offered += 1;
        envelope = { from: addressIn(line), to: [] };
        say(toSender);
      } else if (/^RCPT TO/i.test(line)) {
        envelope.to.push(addressIn(line));
        say('250 ok');
      } else if (/^DATA/i.test(line)) {
        data = '';
        say('354 go on');
      } else if (/^QUIT/i.test(line)) {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    };
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const lines = (unread + chunk.toString('latin1')).split('\r\n');
      unread = lines.pop() ?? '';
      lines.forEach(hear);
    });
    say('220 test');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    offered: () => offered,
    answer: (line) => void (toSender = line),
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}

function partsOf(data: string): Omit<ReceivedMail, 'from' | 'to'> {
  const end = data.indexOf('\r\n\r\n');
  const headers = data.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const boundary = /boundary="([^"]+)"/.exec(headers)?.[1] ?? 'none';
  const part = (type: string) =>
    data
      .split(`--${boundary}`)
      .filter((each) => each.includes(`Content-Type: ${type}`))
      .map(decoded)
      .join('');
  return { headers, text: part('text/plain'), html: part('text/html') };
}

function decoded(part: string): string {
  const end = part.indexOf('\r\n\r\n');
  const body = part.slice(end + 4);
  if (/base64/i.test(part.slice(0, end))) return Buffer.from(body, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(part.slice(0, end))) return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
