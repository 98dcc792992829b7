/** What this folder asks of a logger; pino's fits. */
export interface BlinkLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}
