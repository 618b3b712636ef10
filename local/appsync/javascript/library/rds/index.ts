/** The module `@aws-appsync/utils/rds`. */
import { refuse } from '../refusal.ts';
import { writeInsert, writeRemove, writeUpdate } from './changes.ts';
import { writeSelect } from './select.ts';
import { builder, isNullish, isSql, isStatement, type Statement } from './statement.ts';
import { MYSQL, PG, Writer, type Dialect, type RdsRequest } from './writer.ts';

export { toJsonObject } from './records.ts';
export { agg, sql, typeHint } from './statement.ts';

export const select = builder('select', 'SELECT');
export const insert = builder('insert', 'INSERT');
export const update = builder('update', 'UPDATE');
export const remove = builder('remove', 'REMOVE');

/** Clauses with nothing in them leave no gap; what stands at the end of an empty one is cut off. */
function write(statement: Statement, writer: Writer): string {
  if (isSql(statement)) return writer.sql(statement);
  const writeClauses = { SELECT: writeSelect, INSERT: writeInsert, UPDATE: writeUpdate, REMOVE: writeRemove }[
    statement.type as 'SELECT' | 'INSERT' | 'UPDATE' | 'REMOVE'
  ];
  const clauses = writeClauses(statement.properties, writer);
  return clauses
    .filter((text) => text !== '')
    .join(' ')
    .trimEnd();
}

function requestOf(name: string, dialect: Dialect): (...statements: unknown[]) => RdsRequest {
  return (first, second) => {
    if (isNullish(first)) refuse(`An argument is expected to be passed to ${name}`);
    const writer = new Writer(dialect, write);
    const statements = [first, second]
      .filter((statement) => !isNullish(statement))
      .map((statement) => {
        if (typeof statement === 'string') return statement;
        if (!isStatement(statement)) refuse(`Unsupported type is passed as argument to ${name}`);
        return write(statement, writer);
      });
    const { variableMap, variableTypeHintMap } = writer;
    return { statements, variableMap, variableTypeHintMap };
  };
}

export const createPgStatement = requestOf('createPgStatement', PG);
export const createMySQLStatement = requestOf('createMySQLStatement', MYSQL);
