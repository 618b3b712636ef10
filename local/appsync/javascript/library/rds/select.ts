import { refuse } from '../refusal.ts';
import { clause, whereOf } from './clauses.ts';
import { isNullish, isObject, type Members } from './statement.ts';
import { conditions } from './conditions.ts';
import type { Writer } from './writer.ts';

const JOINS: Readonly<Record<string, string>> = {
  join: 'JOIN',
  innerJoin: 'INNER JOIN',
  leftJoin: 'LEFT JOIN',
  leftOuterJoin: 'LEFT OUTER JOIN',
  rightJoin: 'RIGHT JOIN',
  rightOuterJoin: 'RIGHT OUTER JOIN',
  fullOuterJoin: 'FULL OUTER JOIN',
  crossJoin: 'CROSS JOIN',
  joinNatural: 'NATURAL JOIN',
  innerJoinNatural: 'NATURAL INNER JOIN',
  leftJoinNatural: 'NATURAL LEFT JOIN',
  leftOuterJoinNatural: 'NATURAL LEFT OUTER JOIN',
  rightJoinNatural: 'NATURAL RIGHT JOIN',
  rightOuterJoinNatural: 'NATURAL RIGHT OUTER JOIN',
  fullOuterJoinNatural: 'NATURAL FULL OUTER JOIN',
};

function fromOf({ from, table }: Members, writer: Writer): string {
  if (!isNullish(from) && !isNullish(table)) refuse("'from' and 'table' keys cannot be used together");
  if (!isNullish(from)) return writer.source(from);
  if (!isNullish(table)) return writer.table(table);
  return refuse("'table' or 'from' key is required.");
}

function listOf(value: unknown, what: string): unknown[] {
  if (isNullish(value)) return [];
  return Array.isArray(value) ? value : refuse(`${what} expects an array.`);
}

function joinsOf(payload: Members, writer: Writer): string[] {
  return Object.entries(payload).flatMap(([key, value]) => {
    const keyword = Object.hasOwn(JOINS, key) ? JOINS[key] : undefined;
    if (keyword === undefined) return [];
    if (keyword.includes('FULL') && writer.dialect.name === 'MySQL') refuse(`${key} is not supported in MySQL.`);
    return listOf(value, key).map((join) => {
      if (!isObject(join)) refuse(`${key} item expected to be an object.`);
      const using = listOf(join['using'], 'using').map((column) => writer.column(column));
      const on = isNullish(join['on']) ? '' : whereOf(join['on'], writer);
      const by = using.length > 0 ? ` USING (${using.join(', ')})` : clause(' ON ', on);
      return `${keyword} ${fromOf(join, writer)}${by}`;
    });
  });
}

function groupByOf(groupBy: unknown, writer: Writer): string {
  // A number is the place of a column in the list.
  const columns = listOf(groupBy, 'groupBy').map((column) =>
    typeof column === 'number' ? String(column) : writer.column(column),
  );
  return clause('GROUP BY ', columns.join(', '));
}

function havingOf(having: unknown, writer: Writer): string {
  if (isNullish(having)) return '';
  if (!isObject(having)) refuse('Expected having to be an Object.');
  return clause('HAVING ', conditions(having, writer));
}

/** Only a text is looked at as a direction; anything else means ascending. */
function directionOf(dir: unknown): string {
  if (typeof dir !== 'string') return 'ASC';
  const direction = dir.toUpperCase();
  if (direction !== 'ASC' && direction !== 'DESC') refuse(`orderBy dir can have either ASC or DESC found ${dir}.`);
  return direction;
}

function orderByOf(orderBy: unknown, writer: Writer): string {
  const items = listOf(orderBy, 'orderBy').map((item) => {
    if (!isObject(item)) refuse('orderBy item expected to be an object.');
    const { column, dir } = item;
    if (typeof column !== 'string') refuse('orderBy item expected to have property column.');
    return `${writer.name(column)} ${directionOf(dir)}`;
  });
  return clause('ORDER BY ', items.join(', '));
}

/** `LIMIT` and `OFFSET`: a number, also as text. */
function countOf(name: 'limit' | 'offset', value: unknown, writer: Writer): string {
  if (isNullish(value)) return '';
  const isText = typeof value === 'string' && value.trim() !== '';
  const count = isText || typeof value === 'number' ? Number(value) : NaN;
  if (Number.isNaN(count)) refuse(`${name} expects a number.`);
  return `${name.toUpperCase()} ${writer.value(count)}`;
}

export function writeSelect(payload: Members, writer: Writer): string[] {
  return [
    'SELECT',
    isNullish(payload['columns']) ? '*' : writer.columns(payload['columns']),
    `FROM ${fromOf(payload, writer)}`,
    ...joinsOf(payload, writer),
    clause('WHERE ', whereOf(payload['where'], writer)),
    groupByOf(payload['groupBy'], writer),
    havingOf(payload['having'], writer),
    orderByOf(payload['orderBy'], writer),
    countOf('limit', payload['limit'], writer),
    countOf('offset', payload['offset'], writer),
  ];
}
