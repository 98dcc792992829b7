/** Each line is a constant sentence with data; the data is ids, words and numbers only. */
export interface Log {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}
