import { refuse } from '../refusal.ts';
import { isNullish, isObject, isStatement, type Members } from './statement.ts';
import type { Writer } from './writer.ts';

const COMPARATORS: Readonly<Record<string, string>> = { eq: '=', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' };
/** Conditions on what a function makes of the column. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  size: 'LENGTH (',
  ...Object.fromEntries(
    ['max', 'min', 'avg', 'sum', 'count'].flatMap((name) => [
      [name, `${name.toUpperCase()} (`],
      [`${name}Distinct`, `${name.toUpperCase()} (DISTINCT `],
    ]),
  ),
};

function pair(operand: unknown, what: string): [unknown, unknown] {
  if (!Array.isArray(operand)) refuse(`${what} condition expects an array with length of 2.`);
  if (operand.length !== 2) {
    refuse(`${what} condition expects an array with 2 values but received an array with length ${operand.length}.`);
  }
  return [operand[0], operand[1]];
}

function text(operand: unknown, what: string): string {
  if (typeof operand !== 'string') refuse(`${what} expects a string value to be passed.`);
  return operand;
}

/** `size` and its like: what is absent is written as NULL here. */
function ofFunction(name: string, column: string, operators: unknown, writer: Writer): string {
  const what = `${column}.${name}`;
  if (!isObject(operators)) refuse(`Expected ${what} to be an Object.`);
  const target = `${FUNCTIONS[name]}${writer.column(column)})`;
  const terms = Object.entries(operators).map(([operator, operand]) => {
    if (operator === 'between') return between(target, pair(operand, what), writer);
    if (!Object.hasOwn(COMPARATORS, operator)) refuse(`${what} has invalid ${name} operator.`);
    return `${target} ${COMPARATORS[operator]} ${writer.value(operand)}`;
  });
  return terms.join(' AND ');
}

function between(target: string, [low, high]: [unknown, unknown], writer: Writer): string {
  return `${target} BETWEEN ${writer.value(low)} AND ${writer.value(high)}`;
}

function ofOperator(column: string, operator: string, operand: unknown, writer: Writer): string {
  if (Object.hasOwn(FUNCTIONS, operator)) return ofFunction(operator, column, operand, writer);
  const what = `${column}.${operator}`;
  const known = ['contains', 'notContains', 'beginsWith', 'between', 'attributeExists', ...Object.keys(COMPARATORS)];
  if (!known.includes(operator)) refuse(`Unsupported condition ${what}.`);
  if (isNullish(operand)) refuse(`Value for ${what} can't be null.`);
  const name = writer.name(column);
  switch (operator) {
    case 'contains':
      return `${name} LIKE ${writer.value(`%${text(operand, what)}%`)}`;
    case 'notContains':
      return `${name} NOT LIKE ${writer.value(text(operand, what))}`;
    case 'beginsWith':
      return `${name} LIKE ${writer.value(`${text(operand, what)}%`)}`;
    case 'between':
      return between(name, pair(operand, what), writer);
    case 'attributeExists':
      if (typeof operand !== 'boolean') refuse(`${what} expects a boolean value to be passed.`);
      return `${name} IS ${operand ? 'NOT NULL' : 'NULL'}`;
    default:
      return `${name} ${COMPARATORS[operator]} ${writer.value(operand)}`;
  }
}

function ofGroup(key: string, members: unknown, writer: Writer): string {
  if (!Array.isArray(members)) refuse(`${key} expects conditions to be an array`);
  const terms = members.map((member: unknown) => {
    if (!isObject(member) || isStatement(member)) refuse(`Expected ${key} to be an Object.`);
    const term = conditions(member, writer);
    return term === '' ? '' : `(${term})`;
  });
  const joined = terms.join(key === 'or' ? ' OR ' : ' AND ');
  return key === 'not' && joined !== '' ? `NOT (${joined})` : joined;
}

/** Nothing is left out that is empty: AppSync leaves the operators that stood beside it, too. */
export function conditions(where: Members, writer: Writer): string {
  const terms = Object.entries(where).map(([key, value]) => {
    if (['and', 'or', 'not'].includes(key)) return ofGroup(key, value, writer);
    if (!isObject(value)) refuse('Expected condition to be an Object.');
    return Object.entries(value)
      .map(([operator, operand]) => ofOperator(key, operator, operand, writer))
      .join(' AND ');
  });
  return terms.join(' AND ');
}
