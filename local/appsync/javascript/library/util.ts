import { authType } from './authorization.ts';
import { transform } from './conditions.ts';
import { values } from './dynamodb-values.ts';
import { encoding } from './encoding.ts';
import { errors } from './errors.ts';
import { http } from './extensions.ts';
import { identifiers } from './identifiers.ts';
import { math } from './math.ts';
import { matches } from './pattern.ts';
import { time } from './time.ts';

/** `util.str`. */
const str = {
  normalize: (value: string, form: string): string => String(value).normalize(form.toUpperCase()),
};

/** `util`. A member that AppSync has and this lacks does not exist, and the checker names it. */
export const util = {
  ...errors,
  ...encoding,
  ...identifiers,
  authType,
  matches,
  dynamodb: values,
  http,
  math,
  str,
  time,
  transform,
};
