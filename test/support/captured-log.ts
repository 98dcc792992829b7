import { createLogger, type Logger, type LoggerOptions } from '../../src/server/log/logger';

export interface CapturedLog extends Logger {
  /** What was written, as text: for searches after what must not be there. */
  text(): string;
  lines(): readonly Record<string, unknown>[];
}

/** The real logger, writing into memory. */
export function capturedLog(level: LoggerOptions['level'] = 'debug'): CapturedLog {
  const written: string[] = [];
  const logger = createLogger({ level, destination: { write: (line) => written.push(line) } });
  return {
    ...logger,
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
