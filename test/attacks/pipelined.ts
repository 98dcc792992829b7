import { once } from 'node:events';
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends whole requests over one connection without waiting in between: thousands of them cost what hundreds of others do. */
export async function pipelined(origin: string, requests: readonly string[]): Promise<readonly RawAnswer[]> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const answers: RawAnswer[] = [];
  let waiting = '';
  socket.setEncoding('latin1');
  const allAnswered = new Promise<void>((resolve, reject) => {
    socket.on('data', (chunk: string) => {
      waiting += chunk;
      for (let read = firstAnswer(waiting); read; read = firstAnswer(waiting)) {
        answers.push(read.answer);
        waiting = waiting.slice(read.length);
      }
      if (answers.length === requests.length) resolve();
    });
    socket.on('close', () => reject(new Error(`The connection ended after ${answers.length} answers`)));
    socket.on('error', reject);
  });
  socket.write(requests.join(''));
  await allAnswered;
  socket.removeAllListeners('close').destroy();
  return answers;
}

export function postRequest(path: string, type: string, body: string): string {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

function firstAnswer(text: string): { readonly answer: RawAnswer; readonly length: number } | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const head = text.slice(0, headEnd);
  const bodyLength = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  const length = headEnd + 4 + bodyLength;
  if (text.length < length) return null;
  const status = Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 '.length + 3));
  return { answer: { status, head, body: text.slice(headEnd + 4, length) }, length };
}
