export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an own key: inherited ones such as `constructor` are never found. */
export function valueAt(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The value of a key in any case: Blink writes `postcode` and `Postcode`, `currency` and `Currency`. */
export function valueInAnyCase(object: JsonObject, key: string): unknown {
  const exact = valueAt(object, key);
  if (exact !== undefined && exact !== null) return exact;
  const other = Object.keys(object).find((each) => each !== key && each.toLowerCase() === key);
  return other === undefined ? exact : valueAt(object, other);
}

/** @returns undefined when the text is not JSON: HTML, half an answer, nothing at all */
export function parsedJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
