/** The part of a logger that this folder needs; pino's logger fits. */
export interface BlinkLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}
