import fc from 'fast-check';
import { cardElementFrom } from '../../src/blink/payments/card-element';
import { GENUINE_CC_ELEMENTS, HOSTILE_CC_ELEMENTS } from './corpora/cc-elements';

describe('a card element', () => {
  it.each(GENUINE_CC_ELEMENTS)('is read: %s', (_, markup, texts) => {
    const element = cardElementFrom(markup);
    expect(element?.hostedFields.map(({ type }) => type)).toEqual([
      'cardNumber',
      'cardExpiryDate',
      'cardCVV',
    ]);
    expect(element?.textFields).toEqual(texts);
  });

  it.each(HOSTILE_CC_ELEMENTS)('is not read: %s', (_, markup) => {
    expect(cardElementFrom(markup)).toBeNull();
  });

  it('passes on no markup in a placeholder, and no more of it than fits', () => {
    const hosted = ['cardNumber', 'cardExpiryDate', 'cardCVV'].map(
      (type) => `<input type="hostedfield:${type}" placeholder="&lt;b onx=1&gt;&quot;${'9'.repeat(99)}">`,
    );
    const placeholders =
      cardElementFrom(hosted.join(''))?.hostedFields.map(({ placeholder }) => placeholder) ?? [];
    expect(placeholders).toHaveLength(3);
    for (const placeholder of placeholders) expect(placeholder).toMatch(/^b onx=19{32}…$/);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything()), (markup) => {
        cardElementFrom(markup);
      }),
      { numRuns: 2_000 },
    );
  });
});
