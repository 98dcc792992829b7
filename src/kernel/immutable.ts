/** A value of this type is only read, all the way down. */
export type Immutable<Value> = Value extends Date
  ? Value
  : Value extends readonly (infer Element)[]
    ? readonly Immutable<Element>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Immutable<Value[Key]> }
      : Value;
