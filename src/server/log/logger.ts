import pino from 'pino';
import { plainText, safeFields } from './fields';

/** A constant sentence, with data. What may be in the data stands in `log-fields.ts`; the rest is withheld. */
export interface Logger {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
  fatal(data: object, message: string): void;
  /** Resolves when everything said so far has left the process. */
  flush(): Promise<void>;
}

export interface LoggerOptions {
  readonly level: pino.LevelWithSilent;
  /** Standard output by default, written without making anybody wait, and flushed when the process ends. */
  readonly destination?: pino.DestinationStream;
}

type Level = Exclude<keyof Logger, 'flush'>;

/** Written as soon as possible, by others: with the default `minLength` of 0, `flush` would not wait for them. */
const WITHOUT_WAITING = { sync: false, minLength: 1 };

/** JSON lines. Only this narrow face of pino is given out: its others can write what nobody has looked at. */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const lines = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (described: unknown) => described }, // pino's own would describe it again, its way
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination(WITHOUT_WAITING),
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
