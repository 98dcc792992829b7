/** The merchant's colour as a stylesheet of its own, since no style of ours stands in a page. */
export function brandStylesheet(colour: string): string {
  return `:root { --brand: ${colour}; --on-brand: ${readableOn(colour)}; }\n`;
}

/** Black or white, whichever has the higher contrast by WCAG's formula. */
function readableOn(colour: string): '#000000' | '#ffffff' {
  return luminance(colour) > 0.179 ? '#000000' : '#ffffff';
}

/** @param colour `#rgb` or `#rrggbb` */
function luminance(colour: string): number {
  const digits = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(parseInt(digits.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
