import { positionIn } from './code-errors.ts';
import { evaluation } from './evaluation.ts';

/** Nothing for what JSON has no text for. */
const stringify: (value: unknown) => string | undefined = JSON.stringify;

/** `INFO - code.js:13:5: "This request is allowed"`: as EvaluateCode returns it. */
function log(level: string, values: unknown[]): void {
  const text = values.map((value) => stringify(value) ?? String(value)).join(' ');
  evaluation.effects.logs.push(`${level} - ${positionIn(new Error().stack) ?? 'code.js'}: ${text}`);
}

/** `console` of APPSYNC_JS: two levels, kept with the evaluation. */
export const console = {
  log: (...values: unknown[]): void => log('INFO', values),
  error: (...values: unknown[]): void => log('ERROR', values),
};
