import { refuse } from '../refusal.ts';
import { conditions } from './conditions.ts';
import { isNullish, isObject, isSql } from './statement.ts';
import type { Writer } from './writer.ts';

/** The clause with its keyword; nothing for nothing. */
export function clause(keyword: string, text: string): string {
  return text === '' ? '' : `${keyword}${text}`;
}

/** Conditions, as an object of them or in a text of one's own. */
export function whereOf(where: unknown, writer: Writer): string {
  if (isNullish(where)) return '';
  if (isSql(where)) return writer.sql(where);
  if (!isObject(where)) refuse('WHERE values are expected to be SQL templates or a condition object.');
  return conditions(where, writer);
}
