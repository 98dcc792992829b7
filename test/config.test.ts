import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import dotenv from 'dotenv';
import fc from 'fast-check';
import { type Config, ConfigInvalid, configFrom } from '../src/server/config/config';
import { variableNames } from '../src/server/config/variables';
import { variablesCutIn } from '../src/server/config/env-file';

const SECRET = 'a-secret-of-at-least-32-characters';
const OTHER_SECRET = 'another-secret-of-32-characters-or-more';
const SIGNING_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const least = {
  PUBLIC_URL: 'https://pay.example.com',
  BLINK_API_KEY: 'blink-api-key',
  BLINK_SECRET_KEY: 'blink-secret-key',
  APP_SECRET: SECRET,
  MERCHANT_API_KEYS: OTHER_SECRET,
};

function configWith(changes: Readonly<Record<string, string | undefined>>): Config {
  return configFrom({ ...least, ...changes });
}

function refusalOf(env: unknown): ConfigInvalid {
  try {
    configFrom(env);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error;
    throw error;
  }
  throw new Error('The configuration was accepted');
}

function reasonsFor(changes: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const { variables } = refusalOf({ ...least, ...changes });
  return Object.fromEntries(variables.map(({ name, reason }) => [name, reason]));
}

describe('the least configuration', () => {
  it('fills in the documented defaults', () => {
    expect(configFrom(least)).toEqual({
      host: '0.0.0.0',
      port: 3000,
      metricsPort: null,
      trustedProxies: 0,
      logLevel: 'info',
      publicUrl: 'https://pay.example.com',
      blink: {
        apiUrl: 'https://secure.blinkpayment.co.uk',
        gatewayUrl: 'https://gateway2.blinkpayment.co.uk',
        apiKey: 'blink-api-key',
        secretKey: 'blink-secret-key',
        addressRequired: false,
      },
      testMode: null,
      terminals: null,
      appSecrets: [SECRET],
      merchantApiKeys: [OTHER_SECRET],
      brand: { name: 'Checkout', supportEmail: null, colour: null, logoUrl: null },
      shopOrigins: [],
      apiIsDescribed: true,
      merchantEvents: null,
      latePayment: 'review',
      directDebitPaidAt: 'paid_out',
      cardAttemptsPerHour: 20,
      mail: null,
      database: null,
      doubts: { cut: [], quoted: [] },
    });
  });

  it('takes a variable that is set to nothing as unset', () => {
    const nothing = { PORT: '', BRAND_COLOUR: ' ', DATABASE_URL: '', SMTP_URL: '""', MAIL_FROM: "''" };
    expect(configWith(nothing)).toEqual(configFrom(least));
  });

  it('reads the environment of a process', () => {
    const before = { ...process.env };
    try {
      Object.assign(process.env, least);
      expect(configFrom(process.env)).toEqual(configFrom({ ...before, ...least }));
    } finally {
      process.env = before;
    }
  });

  it('does not look at variables of others', () => {
    expect(configWith({ PATH: '/bin', npm_config_port: 'x' })).toEqual(configFrom(least));
  });
});

describe('a configuration that cannot be used', () => {
  it('lists every missing variable at once', () => {
    expect(refusalOf({}).variables).toEqual([
      { name: 'PUBLIC_URL', reason: 'is missing' },
      { name: 'BLINK_API_KEY', reason: 'is missing' },
      { name: 'BLINK_SECRET_KEY', reason: 'is missing' },
      { name: 'APP_SECRET', reason: 'is missing' },
      { name: 'MERCHANT_API_KEYS', reason: 'is missing' },
    ]);
  });

  it('lists wrong, missing and half-set variables together', () => {
    const wrong = {
      ...least,
      PORT: '70000',
      BLINK_API_KEY: undefined,
      APP_SECRET: 'short',
      SMTP_URL: 'smtp://mail',
    };
    expect(refusalOf(wrong).variables.map(({ name }) => name)).toEqual([
      'PORT',
      'BLINK_API_KEY',
      'APP_SECRET',
      'MAIL_FROM',
    ]);
  });

  it('says in its message what is wrong with which variable', () => {
    expect(refusalOf({ ...least, APP_SECRET: 'short', PORT: 'x' }).message).toBe(
      'The configuration cannot be used:\n' +
        '  PORT must be a whole number from 0 to 65535\n' +
        '  APP_SECRET entry 1 must have at least 32 characters',
    );
  });

  it('never shows a value', () => {
    const canaries = Object.fromEntries(
      variableNames.map((name) => [name, `canary for ${name.toLowerCase()}`]),
    );
    const refusal = refusalOf(canaries);
    expect(refusal.variables.length).toBeGreaterThan(20);
    expect(inspect(refusal, { depth: null, showHidden: true })).not.toContain('canary');
    expect(JSON.stringify(refusal)).not.toContain('canary');
  });
});

describe('origins', () => {
  it.each([
    ['https://pay.example.com/', 'https://pay.example.com'],
    ['https://pay.example.com:8443', 'https://pay.example.com:8443'],
    ['HTTPS://PAY.example.com:443', 'https://pay.example.com'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://shop.localhost', 'http://shop.localhost'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('takes %s as %s', (given, origin) => {
    expect(configWith({ PUBLIC_URL: given }).publicUrl).toBe(origin);
  });

  it.each([
    ['http://pay.example.com', /https/],
    ['http://localhost.example.com', /https/],
    ['http://127.0.0.1.example.com', /https/],
    ['http://10.0.0.1', /https/],
    ['ftp://pay.example.com', /https/],
    ['javascript:alert(1)', /https/],
    ['pay.example.com', /address such as/],
    ['https://pay.example.com/shop', /nothing after/],
    ['https://pay.example.com?x=1', /nothing after/],
    ['https://pay.example.com#x', /nothing after/],
    ['https://user:password@pay.example.com', /user name/],
  ])('refuses %s', (given, reason) => {
    for (const name of [
      'PUBLIC_URL',
      'BLINK_API_URL',
      'BLINK_GATEWAY_URL',
      'BLINK_CARD_PRESENT_URL',
      'SHOP_ORIGINS',
    ]) {
      expect(reasonsFor({ [name]: given })).toEqual({ [name]: expect.stringMatching(reason) });
    }
  });

  it('takes a list of shop origins', () => {
    const given = ' https://shop.example.com , http://localhost:4000/,';
    expect(configWith({ SHOP_ORIGINS: given }).shopOrigins).toEqual([
      'https://shop.example.com',
      'http://localhost:4000',
    ]);
  });

  it('says which entry of a list is wrong', () => {
    const given = 'https://shop.example.com,http://shop.example.com';
    expect(reasonsFor({ SHOP_ORIGINS: given })['SHOP_ORIGINS']).toMatch(/^entry 2 /);
  });
});

describe('secrets and keys', () => {
  it('keeps the order of a list: the first signs', () => {
    expect(configWith({ APP_SECRET: `${SECRET},${OTHER_SECRET}` }).appSecrets).toEqual([
      SECRET,
      OTHER_SECRET,
    ]);
  });

  it.each([
    ['APP_SECRET', 'x'.repeat(31), 'entry 1 must have at least 32 characters'],
    ['APP_SECRET', `${SECRET},${'x'.repeat(31)}`, 'entry 2 must have at least 32 characters'],
    ['APP_SECRET', ',,', 'has no entry'],
    ['MERCHANT_API_KEYS', 'x'.repeat(31), 'entry 1 must have at least 32 characters'],
    ['MERCHANT_API_KEYS', `${'x'.repeat(20)} ${'x'.repeat(20)}`, expect.stringContaining('without blanks')],
    ['MERCHANT_API_KEYS', 'ключ'.repeat(10), expect.stringContaining('without blanks')],
    ['BLINK_API_KEY', 'two words', expect.stringContaining('without blanks')],
  ])('refuses %s when it cannot be used safely', (name, given, reason) => {
    expect(reasonsFor({ [name]: given })).toEqual({ [name]: reason });
  });

  it('takes exactly 32 characters', () => {
    const drawn = 'kV3xq9ZtR7mBfW2sYd5nHc8LpJ4gT6aE';
    expect(configWith({ APP_SECRET: drawn }).appSecrets).toEqual([drawn]);
  });

  it.each([
    ['has too few different characters', 'x'.repeat(40)],
    ['has too few different characters', 'abcabcabcabcabcabcabcabcabcabcabcabc'],
    ['has too few different characters', `${'0'.repeat(31)}1`],
    ['repeats itself', 'correct-horsecorrect-horsecorrect-horse'],
    ['repeats itself', 'password-password-password-password'],
    ['repeats itself', '0123456789'.repeat(4)],
    ['counts up or down', '0123456789abcdefghijklmnopqrstuvwxyz'],
    ['counts up or down', 'zyxwvutsrqponmlkjihgfedcba9876543210'],
    ['is an example', 'change-me-change-you-change-it-all-0'],
    ['is an example', 'your-app-secret-of-at-least-32-letters'],
    ['is an example', '$(openssl rand -base64 48) of the example'],
  ])('refuses secrets that anybody can guess, in any place of a list: it %s', (reason, given) => {
    const names = given.includes(' ') ? ['APP_SECRET'] : ['APP_SECRET', 'MERCHANT_API_KEYS'];
    for (const name of names) {
      expect(reasonsFor({ [name]: given })[name]).toContain(`entry 1 ${reason}`);
      expect(reasonsFor({ [name]: `${SECRET},${given}` })[name]).toContain(`entry 2 ${reason}`);
    }
  });

  it('takes what openssl draws, in base64 and in hexadecimal', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const drawn = fc
      .array(byte, { minLength: 32, maxLength: 48 })
      .filter((bytes) => new Set(bytes).size > 20);
    fc.assert(
      fc.property(drawn, fc.constantFrom('hex', 'base64', 'base64url'), (bytes, encoding) => {
        const secret = Buffer.from(bytes).toString(encoding);
        expect(configWith({ APP_SECRET: secret }).appSecrets).toEqual([secret]);
      }),
      { seed: 11 },
    );
  });
});

describe('test mode', () => {
  const foreign = 'https://blink.test.example';
  const ADDRESSES = ['BLINK_API_URL', 'BLINK_GATEWAY_URL', 'BLINK_CARD_PRESENT_URL'];
  const terminals = { BLINK_POS_API_KEY: 'key', BLINK_POS_API_SECRET: 'secret' };

  it.each(ADDRESSES)('has to be declared where the public is sent to a foreign %s', (name) => {
    const reasons = reasonsFor({ ...terminals, [name]: foreign });
    expect(reasons).toEqual({
      BLINK_TEST_MODE: `must be on, since the host of ${name} does not end in .blinkpayment.co.uk`,
    });
    expect(reasonsFor({ ...terminals, [name]: foreign, BLINK_TEST_MODE: 'off' })).toEqual(reasons);
    expect(configWith({ ...terminals, [name]: foreign, BLINK_TEST_MODE: 'on' }).testMode).toBe('declared');
  });

  it.each([
    'https://evilblinkpayment.co.uk',
    'https://blinkpayment.co.uk',
    'https://secure.blinkpayment.co.uk.example.com',
    'https://secure.blinkpayment.co.uk:443.example',
    'http://localhost:4001',
    'http://127.0.0.1:4001',
  ])('is not escaped by %s', (given) => {
    expect(Object.keys(reasonsFor({ BLINK_API_URL: given }))).not.toEqual([]);
  });

  it.each(['https://secure.blinkpayment.co.uk', 'https://SECURE2.BLINKPAYMENT.CO.UK:8443'])(
    'is not asked for with %s',
    (given) => {
      expect(configWith({ BLINK_API_URL: given }).testMode).toBeNull();
    },
  );

  it('shows by itself on this machine alone', () => {
    const here = { PUBLIC_URL: 'http://localhost:3000', BLINK_API_URL: 'http://127.0.0.1:4001' };
    expect(configWith(here).testMode).toBe('foreign_blink');
    expect(configWith({ ...here, BLINK_TEST_MODE: 'on' }).testMode).toBe('declared');
    expect(configWith({ ...here, BLINK_API_URL: '' }).testMode).toBeNull();
  });

  it('does not come from card machines that are off', () => {
    expect(configWith({ BLINK_CARD_PRESENT_URL: foreign }).testMode).toBeNull();
  });

  it.each(['yes', 'ON', 'true', '1'])('is not taken for off or on when it says %s', (given) => {
    const reasons = reasonsFor({ BLINK_TEST_MODE: given, BLINK_API_URL: foreign });
    expect(reasons).toEqual({ BLINK_TEST_MODE: 'must be one of on, off' });
  });
});

describe('values that are probably meant otherwise', () => {
  it('are named when an env file cuts them, also beside what is wrong because of it', () => {
    expect(configFrom(least, ['BRAND_COLOUR']).doubts.cut).toEqual(['BRAND_COLOUR']);
    const env = { ...least, APP_SECRET: 'x' };
    expect(() => configFrom(env, ['APP_SECRET'])).toThrow(
      'APP_SECRET entry 1 must have at least 32 characters; in .env its value ends at a #: put it in quotes',
    );
  });

  it.each(['"The Shop"', "'The Shop'", '`The Shop`'])('are named when they keep their quotes: %s', (name) => {
    const { brand, doubts } = configWith({ MERCHANT_NAME: name });
    expect(brand.name).toBe(name);
    expect(doubts.quoted).toEqual(['MERCHANT_NAME']);
  });

  it.each(['"', '"The" Shop', 'The "Shop"x'])('are not, when the quotes are part of a name: %s', (name) => {
    expect(configWith({ MERCHANT_NAME: name }).doubts.quoted).toEqual([]);
  });
});

describe('pairs', () => {
  it.each([
    ['BLINK_POS_API_KEY', 'key', 'BLINK_POS_API_SECRET'],
    ['BLINK_POS_API_SECRET', 'secret', 'BLINK_POS_API_KEY'],
    ['MERCHANT_WEBHOOK_URL', 'https://shop.example.com/events', 'MERCHANT_WEBHOOK_SECRET'],
    ['MERCHANT_WEBHOOK_SECRET', SIGNING_SECRET, 'MERCHANT_WEBHOOK_URL'],
    ['SMTP_URL', 'smtp://mail.example.com', 'MAIL_FROM'],
    ['MAIL_FROM', 'pay@example.com', 'SMTP_URL'],
  ])('refuses %s alone', (name, value, other) => {
    expect(reasonsFor({ [name]: value })).toEqual({ [other]: `is missing: ${name} needs it` });
  });

  it('reads whole pairs', () => {
    const config = configWith({
      BLINK_POS_API_KEY: 'pos-key',
      BLINK_POS_API_SECRET: 'pos-secret',
      MERCHANT_WEBHOOK_URL: 'https://shop.example.com/events?from=pay',
      MERCHANT_WEBHOOK_SECRET: `${SIGNING_SECRET},whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`,
      SMTP_URL: 'smtps://user:p%40ss@mail.example.com:465',
      MAIL_FROM: 'The Shop <pay@example.com>',
    });
    expect(config.terminals).toEqual({
      apiUrl: 'https://api.blinkpayment.co.uk',
      apiKey: 'pos-key',
      apiSecret: 'pos-secret',
    });
    expect(config.merchantEvents).toEqual({
      url: 'https://shop.example.com/events?from=pay',
      secrets: [SIGNING_SECRET, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    });
    expect(config.mail).toEqual({
      server: 'smtps://user:p%40ss@mail.example.com:465',
      from: 'The Shop <pay@example.com>',
    });
  });
});

describe('the mail server', () => {
  const server = (given: string) =>
    configWith({ SMTP_URL: given, MAIL_FROM: 'pay@example.com' }).mail?.server;

  it.each([
    ['smtp://mail.example.com', 'smtp://mail.example.com?requireTLS=true'],
    [
      'smtp://u:p%23@mail.example.com:587/?pool=true',
      'smtp://u:p%23@mail.example.com:587/?pool=true&requireTLS=true',
    ],
    ['smtp://127.0.0.1.example.com', 'smtp://127.0.0.1.example.com?requireTLS=true'],
  ])('%s has to encrypt', (given, read) => {
    expect(server(given)).toBe(read);
  });

  it.each([
    'smtps://mail.example.com',
    'smtp://localhost:25',
    'smtp://127.0.0.1:25',
    'smtp://mail.example.com?requireTLS=false',
  ])('%s is kept as it stands', (given) => {
    expect(server(given)).toBe(given);
  });

  it.each([
    'smtp://user:pa#ss@mail.example.com',
    'smtp://user:12/x@mail.example.com',
    'smtp://mail.example.com?ignoreTLS=true',
  ])('is not guessed from %s', (given) => {
    expect(Object.keys(reasonsFor({ SMTP_URL: given, MAIL_FROM: 'pay@example.com' }))).toEqual(['SMTP_URL']);
  });

  it.each(['Smith, Jones (UK) <pay@example.com>', '"Smith, Jones [UK]" <pay@example.com>'])(
    'writes as %s',
    (from) => {
      expect(configWith({ SMTP_URL: 'smtp://localhost', MAIL_FROM: from }).mail?.from).toBe(from);
    },
  );
});

describe('single variables', () => {
  it.each([
    ['PORT', '-1'],
    ['PORT', '3000x'],
    ['PORT', '1e3'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '11'],
    ['METRICS_PORT', '65536'],
    ['METRICS_PORT', '3000'],
    ['LOG_LEVEL', 'loud'],
    ['LATE_PAYMENT', 'keep'],
    ['DIRECT_DEBIT_PAID_AT', 'Paid out'],
    ['CARD_ATTEMPTS_PER_HOUR', '0'],
    ['MIGRATE', 'yes'],
    ['DATABASE_URL', 'mysql://localhost/shop'],
    ['DATABASE_URL', '/var/lib/orders'],
    ['SUPPORT_EMAIL', 'help'],
    ['BRAND_COLOUR', 'red'],
    ['BRAND_COLOUR', '#12345'],
    ['BRAND_COLOUR', '#fff;}body{display:none'],
    ['BRAND_LOGO_URL', 'http://cdn.example.com/logo.svg'],
    ['BRAND_LOGO_URL', 'data:image/svg+xml,x'],
  ])('refuses %s=%s', (name, given) => {
    expect(Object.keys(reasonsFor({ [name]: given }))).toEqual([name]);
  });

  it.each([
    ['SMTP_URL', 'http://mail.example.com', 'MAIL_FROM', 'pay@example.com'],
    ['MAIL_FROM', 'pay@example.com\r\nBcc: all@example.com', 'SMTP_URL', 'smtp://mail'],
    ['MERCHANT_WEBHOOK_URL', 'http://shop.example.com', 'MERCHANT_WEBHOOK_SECRET', SIGNING_SECRET],
    ['MERCHANT_WEBHOOK_SECRET', SECRET, 'MERCHANT_WEBHOOK_URL', 'https://shop.example.com'],
    ['MERCHANT_WEBHOOK_SECRET', 'whsec_c2hvcnQ=', 'MERCHANT_WEBHOOK_URL', 'https://shop.example.com'],
  ])('refuses %s=%s', (name, given, partner, partnersValue) => {
    expect(Object.keys(reasonsFor({ [name]: given, [partner]: partnersValue }))).toEqual([name]);
  });

  it.each([
    ['#0b5fff', '#0b5fff'],
    ['#ABC', '#aabbcc'],
  ])('reads the colour %s', (given, colour) => {
    expect(configWith({ BRAND_COLOUR: given }).brand.colour).toBe(colour);
  });

  it.each(['postgres://user:password@db:5432/shop', 'postgresql:///shop?host=/run/pg'])(
    'reads the database %s',
    (url) => {
      expect(configWith({ DATABASE_URL: url }).database).toEqual({ url, migrate: true });
      expect(configWith({ DATABASE_URL: url, MIGRATE: 'off' }).database).toEqual({ url, migrate: false });
    },
  );

  it('lets events go to the same machine without https', () => {
    const given = {
      MERCHANT_WEBHOOK_URL: 'http://127.0.0.1:4000/events',
      MERCHANT_WEBHOOK_SECRET: SIGNING_SECRET,
    };
    expect(configWith(given).merchantEvents?.url).toBe('http://127.0.0.1:4000/events');
  });
});

describe('.env.example', () => {
  const example = dotenv.parse(readFileSync(path.join(__dirname, '..', '.env.example')));

  it('names the variables that the server reads, all of them and no others', () => {
    expect(Object.keys(example).sort()).toEqual([...variableNames].sort());
  });

  it('puts in quotes whatever may hold a #, so that nothing of it is cut when it is filled in', () => {
    const lines = readFileSync(path.join(__dirname, '..', '.env.example'), 'utf8').split('\n');
    const bare = lines.flatMap((line) => /^(\w+)=[^"]*$/.exec(line)?.[1] ?? []);
    for (const name of bare) {
      expect([name, /^[a-z0-9_.]*$/.test(example[name] ?? '')]).toEqual([name, true]);
      if (example[name] === '') expect(name).toBe('METRICS_PORT');
    }
    expect(variablesCutIn(lines.join('\n'))).toEqual([]);
  });

  it('shows the defaults as they are', () => {
    expect(configFrom({ ...example, ...least })).toEqual(configFrom(least));
  });
});
