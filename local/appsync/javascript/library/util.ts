import { authType } from './authorization.ts';
import { values } from './dynamodb-values.ts';
import { encoding } from './encoding.ts';
import { errors } from './errors.ts';
import { http } from './http.ts';
import { identifiers } from './identifiers.ts';
import { math } from './math.ts';
import { matches } from './pattern.ts';
import { toJsonObject } from './rds/records.ts';
import { time } from './time/time.ts';
import { transform } from './transform.ts';
import { xml } from './xml.ts';

/** `util.str`. */
const str = {
  normalize: (value: string, form: string): string => String(value).normalize(form.toUpperCase()),
};

/** `util`: all that AppSync's types declare. */
export const util = {
  ...errors,
  ...encoding,
  ...identifiers,
  authType,
  matches,
  dynamodb: values,
  http,
  math,
  rds: { toJsonObject },
  str,
  time,
  transform,
  xml,
};
