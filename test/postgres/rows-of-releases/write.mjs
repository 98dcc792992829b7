/**
 * Writes down what a release keeps: plays a shop's day with a built checkout of that release on an empty PostgreSQL database and prints, as JSON, every row
 * of every table and what its API says of them. `rows-of-releases.test.ts` reads that with today's code.
 *
 *   node test/postgres/rows-of-releases/write.mjs FOLDER-OF-A-BUILT-RELEASE DATABASE-URL > test/postgres/rows-of-releases/1.2.3.json
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [folder, databaseUrl] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(folder), 'package.json'));
const { parse } = require('parse5');
const pg = require('pg');

const SHOP = 'http://127.0.0.1:4499';
const KEY = 'a-key-of-the-shop-for-the-rows-of-releases';
const BROWSER = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
  accept: 'text/html',
  'accept-language': 'en-GB',
  'accept-encoding': 'gzip',
};
const DEVICE = {
  device_timezone: '0',
  device_capabilities: 'javascript',
  device_accept_language: 'en-GB',
  device_screen_resolution: '1280x800x24',
};
const NO_CHALLENGE = { number: '4543059999999990', cvv: '689', expiry: '01/40' };
const CHALLENGED = { ...NO_CHALLENGE, expiry: '12/40' };
const ADA = { name: 'Ada Shopper', email: 'ada@shopper.example', address: '1 Quay', postcode: 'M63 7TH' };

const started = [];
const sandbox = await start('sandbox', 4781, { SANDBOX_PORT: '4781' }, '/sandbox/control/clock');
const product = await start('start', 4782, {
  PORT: '4782',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'http://127.0.0.1:4782',
  BLINK_API_URL: 'http://127.0.0.1:4781',
  BLINK_GATEWAY_URL: 'http://127.0.0.1:4781',
  BLINK_API_KEY: 'sandbox-api-key',
  BLINK_SECRET_KEY: 'sandbox-secret-key',
  BLINK_TEST_MODE: 'on',
  APP_SECRET: 'rows-of-releases: the 1st secret',
  MERCHANT_API_KEYS: KEY,
  MERCHANT_NAME: 'Harbour Shop',
  SHOP_ORIGINS: SHOP,
  MERCHANT_WEBHOOK_URL: 'http://127.0.0.1:9/events',
  MERCHANT_WEBHOOK_SECRET: 'whsec_cm93cy1vZi1yZWxlYXNlcy1ub2JvZHktcmVhZHM=',
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'shop@harbour.example',
  CARD_ATTEMPTS_PER_HOUR: '1000',
  DATABASE_URL: databaseUrl,
  LOG_LEVEL: 'error',
}, '/healthz'); // prettier-ignore

try {
  await control('settings', { rateLimit: null });
  await orders();
  if (['repeat-payments', 'repeat-payments/use-cases'].some(existsIn)) await repeatPayments();
  await pause(2_000); // notifications are worked off
  process.stdout.write(`${JSON.stringify(await everythingKept())}\n`);
} finally {
  for (const child of started) child.kill('SIGTERM');
}

async function orders() {
  await payByCard(await order({ reference: 'paid' }));
  await approve(
    await payByCard(await order({ reference: 'paid after a challenge', customer: ADA }), CHALLENGED),
  );
  await payByCard(await order({ reference: 'at the bank' }), CHALLENGED);
  await payByCard(await order({ reference: 'declined', amount: 12_000 }));
  await order({
    reference: 'open',
    description: 'A mug',
    customer: ADA,
    metadata: { cart: '8731' },
    success_url: `${SHOP}/thanks`,
  });
  await visit((await order({ reference: 'form shown' })).checkout_url);
  const amended = await order({ reference: 'amended' });
  await visit(amended.checkout_url);
  await api('PATCH', `/orders/${amended.id}`, { amount: 1_500, metadata: { changed: 'yes' } });
  await api('POST', `/orders/${(await order({ reference: 'cancelled' })).id}/cancel`, {});
  await order({ reference: 'expired', expires_in: 60 });

  const { id: inParts } = await paid({ reference: 'refunded in parts', amount: 2_000 });
  await control('settle', {});
  await api('POST', `/orders/${inParts}/refunds`, { amount: 500, reason: 'a chip' });
  const { id: whole } = await paid({ reference: 'refunded' });
  await api('POST', `/orders/${whole}/refunds`, {});
  const { id: unknown } = await paid({ reference: 'refund unknown' });
  await control('faults', { path: 'cancels', fault: { kind: 'reset-after' } });
  await api('POST', `/orders/${unknown}/refunds`, {});

  await paid({ reference: 'authorised', capture: 'manual' });
  const { id: captured } = await paid({ reference: 'captured in part', capture: 'manual', amount: 2_000 });
  await api('POST', `/orders/${captured}/capture`, { amount: 1_500 });
  const { id: released } = await paid({ reference: 'let go', capture: 'manual' });
  await api('POST', `/orders/${released}/cancel`, {});
  await paid({ reference: 'taken later', capture: { delay_days: 3 } });

  const reversed = await paid({ reference: 'charged back' });
  await control('portal', { transactionId: transactionOf(reversed), action: 'chargeBack' });
  await api('GET', `/orders/${reversed.id}?refresh=true`);
  const inPart = await paid({ reference: 'partly refunded at the portal', amount: 2_000 });
  await control('settle', {});
  await control('portal', { transactionId: transactionOf(inPart), action: 'refund', amount: 700 });
  await api('GET', `/orders/${inPart.id}?refresh=true`);
  const reviewed = await paid({ reference: 'reviewed', amount: 2_000 });
  await control('settle', {});
  await control('portal', { transactionId: transactionOf(reviewed), action: 'refund', amount: 700 });
  await api('GET', `/orders/${reviewed.id}?refresh=true`);
  await api('POST', `/orders/${reviewed.id}/review`, { resolution: 'dismissed', reason: 'seen' });

  const debit = { payment_methods: ['direct_debit'] };
  const bank = {
    given_name: 'Ada',
    family_name: 'Shopper',
    email: ADA.email,
    account_holder_name: 'A SHOPPER',
    branch_code: '200000',
    account_number: '55779911',
  };
  await payByForm(await order({ reference: 'debit on its way', ...debit }), bank);
  const failed = await order({ reference: 'debit failed', ...debit });
  await payByForm(failed, bank);
  await control('portal', { transactionId: transactionOf(await read(failed.id)), action: 'failDebit' });
  await api('GET', `/orders/${failed.id}?refresh=true`);
  const transfer = { payment_methods: ['open_banking'] };
  const payer = { customer_name: ADA.name, customer_email: ADA.email };
  await payByForm(await order({ reference: 'at the bank by transfer', ...transfer }), payer);
  await order({
    reference: 'several ways',
    payment_methods: ['card', 'direct_debit', 'open_banking', 'apple_pay', 'google_pay'],
  });
  await api(
    'POST',
    '/orders',
    { reference: 'kept answer', amount: 1_099, currency: 'GBP' },
    { 'idempotency-key': 'rows-1' },
  );
  await expiredBy('expired');
  await pause(2_000); // what was announced is worked off
  await control('settings', { notifications: { withhold: true } });
  const lost = await order({ reference: 'outcome unknown' });
  await control('faults', { path: 'creditcards', fault: { kind: 'reset-after' } });
  await payByCard(lost);
}

async function repeatPayments() {
  const fixed = {
    type: 'fixed',
    currency: 'GBP',
    customer: { name: ADA.name, email: ADA.email },
    amount: 500,
    frequency: 'months',
    every: 1,
    instalments: 3,
  };
  await api('POST', '/repeat-payments', { ...fixed, reference: 'not agreed to' });
  const agreed = await api('POST', '/repeat-payments', { ...fixed, reference: 'running' });
  await approve(await payByCard(agreed, CHALLENGED));
  const ended = await api('POST', '/repeat-payments', { ...fixed, reference: 'ended' });
  await approve(await payByCard(ended, CHALLENGED));
  await api('POST', `/repeat-payments/${ended.id}/cancel`, {});
  const schedule = [{ date: '2027-03-01', amount: 500 }, { date: '2027-05-01', amount: 700 }]; // prettier-ignore
  const variable = await api('POST', '/repeat-payments', {
    type: 'variable',
    currency: 'GBP',
    reference: 'by days',
    customer: fixed.customer,
    schedule,
  });
  await approve(await payByCard(variable, CHALLENGED));
}

/** @returns the order as the API shows it */
function order(more) {
  return api('POST', '/orders', { amount: 1_099, currency: 'GBP', ...more });
}

async function paid(more) {
  const made = await order(more);
  await payByCard(made);
  return read(made.id);
}

function read(id) {
  return api('GET', `/orders/${id}`);
}

function transactionOf({ attempts }) {
  return attempts.at(-1).transaction_id;
}

async function expiredBy(reference) {
  for (let tries = 0; tries < 100; tries += 1) {
    const { data } = await api('GET', `/orders?reference=${reference}`);
    if (data[0].status === 'expired') return;
    await pause(1_000);
  }
  throw new Error('The order did not expire');
}

async function payByCard({ checkout_url: url }, card = NO_CHALLENGE) {
  const page = await visit(url);
  const form = formOf(page, ({ id }) => id === 'card-form');
  const paymentToken = await tokenOf(card, form.fields.merchantID);
  return submit(page, form, { ...DEVICE, customer_name: ADA.name, customer_email: ADA.email, paymentToken });
}

async function payByForm({ checkout_url: url }, typed) {
  const page = await visit(url);
  return submit(
    page,
    formOf(page, ({ fields }) => 'attempt_id' in fields),
    typed,
  );
}

/** From our page that leads to the bank to the bank's, and back. */
async function approve(page) {
  const bank = await submit(
    page,
    formOf(page, ({ id }) => id === 'bank-form'),
    {},
  );
  const form = formOf(bank, ({ buttons }) => buttons.some(({ label }) => label === 'Approve'));
  const { name, value } = form.buttons.find(({ label }) => label === 'Approve');
  return submit(bank, form, name ? { [name]: value } : {});
}

async function tokenOf(card, merchantId) {
  const body = new FormData();
  const data = {
    process: 'tokenise',
    merchantID: merchantId,
    tokenType: 'card',
    'tokenData[cardNumber]': card.number,
    'tokenData[cardExpiryDate]': card.expiry,
    'tokenData[cardCVV]': card.cvv,
  };
  for (const [name, value] of Object.entries(data)) body.append(name, value);
  const answer = await fetch(`${sandbox}/paymentform`, { method: 'POST', body });
  return (await answer.json()).paymentToken;
}

async function api(method, address, body, headers = {}) {
  const answer = await fetch(`${product}/api/v1${address}`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const read = await answer.json();
  if (answer.status >= 400 && answer.status !== 502)
    throw new Error(`${method} ${address}: ${JSON.stringify(read)}`);
  return read;
}

async function control(address, body) {
  const answer = await fetch(`${sandbox}/sandbox/control/${address}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${address}: ${await answer.text()}`);
}

async function visit(url) {
  return pageFrom(await fetch(url, { headers: BROWSER, redirect: 'manual' }), url);
}

async function submit(page, { action, fields }, typed) {
  const url = new URL(action, page.url).href;
  const headers = { ...BROWSER, origin: new URL(page.url).origin, 'sec-fetch-site': 'same-origin' };
  const body = new URLSearchParams({ ...fields, ...typed });
  return pageFrom(await fetch(url, { method: 'POST', headers, body, redirect: 'manual' }), url);
}

/** Follows where a browser would, as far as the shop. */
async function pageFrom(answer, url) {
  const next = answer.headers.get('location');
  if (!next) return { url, html: await answer.text() };
  const address = new URL(next, url).href;
  return address.startsWith(SHOP) ? { url: address, html: '' } : visit(address);
}

function formOf({ html, url }, fits) {
  const found = elements(parse(html))
    .filter(({ tagName }) => tagName === 'form')
    .map(formFrom)
    .find(fits);
  if (!found) throw new Error(`No such form at ${url}: ${html.slice(0, 2_000)}`);
  return found;
}

function formFrom(form) {
  const inside = elements(form);
  const fields = inside
    .filter((each) => each.tagName === 'input' && attribute(each, 'name'))
    .map((each) => [attribute(each, 'name'), attribute(each, 'value')]);
  const buttons = inside
    .filter(({ tagName }) => tagName === 'button')
    .map((each) => ({
      label: textOf(each).trim(),
      name: attribute(each, 'name'),
      value: attribute(each, 'value'),
    }));
  return {
    id: attribute(form, 'id'),
    action: attribute(form, 'action'),
    fields: Object.fromEntries(fields),
    buttons,
  };
}

function elements(node) {
  return (node.childNodes ?? []).flatMap((each) => ('tagName' in each ? [each, ...elements(each)] : []));
}

function attribute({ attrs }, name) {
  return attrs.find((each) => each.name === name)?.value ?? '';
}

function textOf(node) {
  return node.nodeName === '#text' ? node.value : (node.childNodes ?? []).map(textOf).join('');
}

function existsIn(room) {
  try {
    return Boolean(require.resolve(path.join(path.resolve(folder), 'dist', room, 'repeat-payments.js')));
  } catch {
    return false;
  }
}

/** @param script of package.json, whose compiled file is run */
async function start(script, port, env, readyPath) {
  const { scripts } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = path.join(path.resolve(folder), /(\S+\.js)\s*$/.exec(scripts[script])[1]);
  const child = spawn(process.execPath, [file], {
    cwd: '/tmp',
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 2, 2],
  });
  started.push(child);
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await fetch(origin + readyPath).catch(() => null);
    if (answer?.ok) return origin;
    await pause(100);
  }
  throw new Error(`${script} did not start`);
}

async function everythingKept() {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const tables = await rowsOf(
    client,
    `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  );
  const rows = {};
  for (const { table_name: table } of tables) rows[table] = await kept(client, table);
  await client.end();
  return { release: version, at: new Date().toISOString(), rows, answers: await answers(rows) };
}

/** Without what the database makes of the other columns by itself. */
async function kept(client, table) {
  const columns = await rowsOf(
    client,
    `SELECT column_name FROM information_schema.columns WHERE table_name = '${table}' AND table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position`,
  );
  const names = columns.map(({ column_name: name }) => `"${name}"`).join(', ');
  return (
    await rowsOf(
      client,
      `SELECT to_jsonb(each) AS row FROM (SELECT ${names} FROM "${table}") AS each ORDER BY 1`,
    )
  ).map(({ row }) => row);
}

async function rowsOf(client, statement) {
  return (await client.query(statement)).rows;
}

async function answers(rows) {
  const addresses = [
    ...(rows.orders ?? []).flatMap(({ id }) => [
      `/orders/${id}`,
      `/orders/${id}/history`,
      `/orders/${id}/events`,
    ]),
    ...(rows.repeat_payments ?? []).map(({ id }) => `/repeat-payments/${id}`),
  ];
  const read = [];
  for (const address of addresses) read.push([address, await api('GET', address)]);
  return Object.fromEntries(read);
}
