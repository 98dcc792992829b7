/** The same structure with other types: text becomes a number, a number becomes text, a list becomes an object. */
export function garbled(value: unknown): unknown {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number') return `number ${value}`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null) return {};
  if (Array.isArray(value))
    return Object.fromEntries(value.map((each, index) => [`item${index}`, garbled(each)]));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, garbled(each)]));
}
