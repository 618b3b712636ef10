import { evaluation } from './evaluation.ts';

/** Nothing for what JSON has no text for. */
const stringify: (value: unknown) => string | undefined = JSON.stringify;

function log(level: string, values: unknown[]): void {
  const text = values.map((value) => (typeof value === 'string' ? value : (stringify(value) ?? String(value))));
  evaluation.effects.logs.push(`${level} - ${text.join(' ')}`);
}

/** `console` of APPSYNC_JS: two levels, kept with the evaluation as EvaluateCode returns them. */
export const console = {
  log: (...values: unknown[]): void => log('INFO', values),
  error: (...values: unknown[]): void => log('ERROR', values),
};
