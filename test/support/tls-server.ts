import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { eventually } from './until';
import { describeWhere } from './what-is-here';

const BINARIES = binaries();

/** A user who may not be root: PostgreSQL does not run as root. Null: there is none. */
const USER = userToRunAs();

export const describeWithTlsServer = describeWhere(
  BINARIES !== null && USER !== null && canRun('openssl', ['version']),
  'initdb and postgres, a user "postgres" when run as root, and openssl',
);

/** A PostgreSQL of its own that speaks TLS only, with a certificate of an authority that nobody knows. */
export interface TlsServer {
  /** Made for `localhost`; user and password of a superuser in it. */
  readonly url: URL;
  /** The certificate of the authority. */
  readonly authority: string;
  stop(): Promise<void>;
}

const PASSWORD = 'of-the-owner';

export async function startTlsServer(): Promise<TlsServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tls-server-'));
  const inFolder = (name: string) => path.join(folder, name);
  makeCertificates(folder);
  writeFileSync(inFolder('password'), PASSWORD);
  for (const name of ['', 'password', 'server.key', 'server.pem']) giveAway(inFolder(name));
  const data = inFolder('data');
  const port = await freePort();
  run('initdb', [
    '-D',
    data,
    '-U',
    'owner',
    '--pwfile',
    inFolder('password'),
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C',
    '-N',
  ]);
  writeFileSync(path.join(data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
  const server = serve(data, port, {
    ssl: 'on',
    ssl_cert_file: inFolder('server.pem'),
    ssl_key_file: inFolder('server.key'),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
  });
  const url = new URL(`postgres://owner:${PASSWORD}@localhost:${port}/postgres`);
  const ended = once(server, 'exit');
  await Promise.race([
    eventually(() => ask(url)),
    ended.then(() => Promise.reject(new Error('PostgreSQL did not start'))),
  ]);
  return {
    url,
    authority: inFolder('ca.pem'),
    stop: async () => {
      server.kill('SIGINT'); // its fast shutdown
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function makeCertificates(folder: string): void {
  const openssl = (...given: readonly string[]) =>
    execFileSync('openssl', given, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=An authority of our own',
  );
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost');
  writeFileSync(path.join(folder, 'names'), 'subjectAltName=DNS:localhost\n');
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...signed);
}

function serve(data: string, port: number, settings: Readonly<Record<string, string>>): ChildProcess {
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawn(binary('postgres'), ['-D', data, '-p', String(port), ...given], {
    ...USER,
    cwd: data,
    stdio: 'ignore',
  });
}

function run(name: string, given: readonly string[]): void {
  execFileSync(binary(name), given, { ...USER, cwd: tmpdir(), stdio: 'ignore' });
}

async function ask(url: URL): Promise<void> {
  const client = new Client({ connectionString: `${url.href}?sslmode=no-verify` });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function giveAway(file: string): void {
  if (USER?.uid !== undefined && USER.gid !== undefined) chownSync(file, USER.uid, USER.gid);
}

function userToRunAs(): { readonly uid?: number; readonly gid?: number } | null {
  if (process.getuid?.() !== 0) return {};
  if (!canRun('id', ['-u', 'postgres'])) return null;
  const id = (which: string) => Number(execFileSync('id', [which, 'postgres']).toString());
  return { uid: id('-u'), gid: id('-g') };
}

function binary(name: string): string {
  return path.join(BINARIES ?? '', name);
}

/** Where Debian has them, the newest release first, or on the path. */
function binaries(): string | null {
  const debian = '/usr/lib/postgresql';
  const releases = existsSync(debian)
    ? readdirSync(debian).sort((one, other) => Number(other) - Number(one))
    : [];
  const folders = [
    ...releases.map((release) => path.join(debian, release, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return (
    folders.find(
      (folder) => existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'postgres')),
    ) ?? null
  );
}

function canRun(command: string, given: readonly string[]): boolean {
  try {
    execFileSync(command, given, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
