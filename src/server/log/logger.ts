import pino from 'pino';
import { plainText, safeFields } from './fields';

/** Each line is a constant sentence with data. `fields.ts` lists the fields that the data may have; others are withheld. */
export interface Logger {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
  fatal(data: object, message: string): void;
  /** Resolves when everything logged so far has left the process. */
  flush(): Promise<void>;
}

export interface LoggerOptions {
  readonly level: pino.LevelWithSilent;
  /** Standard output by default, written asynchronously, and flushed when the process ends. */
  readonly destination?: pino.DestinationStream;
}

type Level = Exclude<keyof Logger, 'flush'>;

/** Lines are written as soon as possible, asynchronously: with the default `minLength` of 0, `flush` would not wait for them. */
const ASYNCHRONOUS = { sync: false, minLength: 1 };

/** Writes JSON lines. Only this narrow interface of pino is public: pino's other methods could write unchecked data. */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const lines = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (described: unknown) => described }, // pino's own serializer would describe it again, in its own way
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination(ASYNCHRONOUS),
  );
  const at = (each: Level) => (data: object, message: string) => {
    if (lines.isLevelEnabled(each)) lines[each](safeFields(data), plainText(message));
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    flush: () => new Promise((resolve) => lines.flush(() => resolve())),
  };
}
