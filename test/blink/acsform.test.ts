import fc from 'fast-check';
import { challengeFormFrom } from '../../src/blink/payments/acsform';
import { paymentAnswerFrom } from '../../src/blink/payments/payment-answer';
import { GENUINE_ACSFORMS, HOSTILE_ACSFORMS } from './corpora/acsforms';
import { ACSFORM, RETURN_URL } from './setting';

const PUBLIC = { loopbackBanks: false };

describe('an acsform', () => {
  it.each(GENUINE_ACSFORMS)('is read: %s', (_, markup, names) => {
    const form = challengeFormFrom(markup, PUBLIC);
    expect(form?.action).toMatch(/^https:\/\/acs\./);
    expect(form?.fields.map(({ name }) => name)).toEqual(names);
  });

  it.each(HOSTILE_ACSFORMS)('is not read: %s', (_, markup) => {
    expect(challengeFormFrom(markup, PUBLIC)).toBeNull();
  });

  it('is spoiled in more than sixty ways above', () => {
    expect(HOSTILE_ACSFORMS.length).toBeGreaterThanOrEqual(60);
  });

  it('that cannot be read leaves the outcome unknown, never declined', () => {
    for (const [name, markup] of HOSTILE_ACSFORMS) {
      const body = JSON.stringify({ acsform: markup });
      const answer = paymentAnswerFrom(200, body, { method: 'card', returnUrl: RETURN_URL, ...PUBLIC });
      expect([name, answer.kind]).toEqual([name, 'unknown']);
    }
  });

  it('keeps every value as a browser would send it', () => {
    const value = `<b>"'&amp;+/=é\u{1F600}`;
    const escaped = value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
    const form = challengeFormFrom(ACSFORM.replace('value="x"', `value="${escaped}"`), PUBLIC);
    expect(form?.fields[1]?.value).toBe(value);
  });

  it.each([
    ['http://127.0.0.1:4000/acs', true],
    ['http://localhost:4000/acs', true],
    ['https://[::1]:4000/acs', true],
    ['http://127.0.0.1.example.com/acs', false],
    ['http://192.168.0.1/acs', false],
    ['http://acs.bank.example/', false],
    ['http://user@localhost/', false],
  ])('may lead to %s when banks are on loopback: %s', (action, allowed) => {
    const form = challengeFormFrom(ACSFORM.replace('https://acs.3ds-pit.com/', action), {
      loopbackBanks: true,
    });
    expect(form !== null).toBe(allowed);
  });

  it('never throws and never yields an address that is not https', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<form',
        ' method=post',
        ' action="https://a.example/"',
        '>',
        '<input',
        ' type=hidden',
        ' name=creq',
        ' value="',
        '"',
        '</form>',
        '<script>',
        '<svg>',
        '<table>',
        '<!--',
        '&quot;',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const form = challengeFormFrom(pieces.join(''), PUBLIC);
        if (form) expect(new URL(form.action).protocol).toBe('https:');
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['open tags', '<div>'.repeat(900)],
    ['formatting that never ends', '<label><span>'.repeat(450)],
    ['tables', '<table><tr><td>'.repeat(300)],
    ['attributes', `<input ${Array.from({ length: 14_000 }, (_, n) => `a${n}`).join(' ')}>`],
    ['entities', '&amp'.repeat(30_000)],
    ['bold that adopts', '<b><p>'.repeat(450)],
  ])('made of %s is dealt with quickly', (_, markup) => {
    const startedAt = process.cpuUsage();
    challengeFormFrom(`${ACSFORM}${markup}`, PUBLIC);
    const { user, system } = process.cpuUsage(startedAt);
    expect((user + system) / 1_000).toBeLessThan(5_000); // milliseconds of CPU; a few dozen are usual
  });
});
