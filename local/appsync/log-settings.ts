export const FIELD_LOG_LEVELS = ['NONE', 'ERROR', 'INFO', 'DEBUG', 'ALL'] as const;
export type FieldLogLevel = (typeof FIELD_LOG_LEVELS)[number];

/** The `LogConfig` of an API. */
export interface LogSettings {
  /** Of the role with which AppSync writes. */
  readonly roleArn: string;
  readonly fieldLevel: FieldLogLevel;
}

/** Writes a line of a resolver's console, such as `INFO - code.js:13:5: "text"`. @param field such as `Query.course` */
export type ConsoleLog = (requestId: string, field: string, line: string) => void;

/** `console.error` is of level ERROR, `console.log` of INFO: a level has its own and what is worse. */
const consoleLevels: Readonly<Record<FieldLogLevel, readonly string[]>> = {
  NONE: [],
  ERROR: ['ERROR'],
  INFO: ['ERROR', 'INFO'],
  DEBUG: ['ERROR', 'INFO'],
  ALL: ['ERROR', 'INFO'],
};

/** Whether AWS has a line of a resolver's console in the log group. @param line `INFO - code.js:13:5: "text"` */
export function isLogged(line: string, { fieldLevel }: LogSettings): boolean {
  return consoleLevels[fieldLevel].some((level) => line.startsWith(`${level} - `));
}
