import { refuse } from '../refusal.ts';
import { clause, whereOf } from './clauses.ts';
import { isNullish, isObject, type Members } from './statement.ts';
import type { Writer } from './writer.ts';

function tableOf({ table }: Members, writer: Writer): string {
  return isNullish(table) ? refuse("'table' or 'from' key is required.") : writer.table(table);
}

function valuesOf({ values }: Members, statement: string): [string, unknown][] {
  if (isNullish(values)) refuse(`values are expected to be passed to ${statement}`);
  // The sentence is AppSync's.
  if (!isObject(values)) refuse('Expected values to an Object.');
  return Object.entries(values);
}

function returningOf({ returning }: Members, writer: Writer): string[] {
  if (isNullish(returning)) return [];
  const columns = writer.columns(returning);
  if (writer.dialect.name === 'MySQL') refuse('returning is not supported in MySQL.');
  return ['RETURNING', columns];
}

export function writeInsert(payload: Members, writer: Writer): string[] {
  const table = tableOf(payload, writer);
  const values = valuesOf(payload, 'insert');
  const columns = values.map(([column]) => writer.name(column)).join(', ');
  const variables = values.map(([, value]) => writer.value(value)).join(', ');
  return [`INSERT INTO ${table} (${columns}) VALUES (${variables})`, ...returningOf(payload, writer)];
}

export function writeUpdate(payload: Members, writer: Writer): string[] {
  const table = tableOf(payload, writer);
  const values = valuesOf(payload, 'update').map(
    ([column, value]) => `${writer.name(column)} = ${writer.value(value)}`,
  );
  const where = clause('WHERE ', whereOf(payload['where'], writer));
  return [`UPDATE ${table} SET`, values.join(', '), where, ...returningOf(payload, writer)];
}

export function writeRemove(payload: Members, writer: Writer): string[] {
  const from = `DELETE FROM ${tableOf(payload, writer)}`;
  const where = clause('WHERE ', whereOf(payload['where'], writer));
  return [from, where, ...returningOf(payload, writer)];
}
