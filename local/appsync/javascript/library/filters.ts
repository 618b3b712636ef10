import { values, type AttributeValue } from './dynamodb-values.ts';

/** A filter, a condition or a key condition as a DynamoDB expression. */
export interface FilterExpression {
  readonly expression: string;
  readonly expressionNames: Readonly<Record<string, string>>;
  readonly expressionValues: Readonly<Record<string, AttributeValue>>;
}

/** Thrown for a filter that can't be written; says why. */
export class UnwritableFilter {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

const COMPARATORS: Readonly<Record<string, string>> = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' };
const FUNCTIONS: Readonly<Record<string, string>> = {
  contains: 'contains',
  notContains: 'NOT contains',
  beginsWith: 'begins_with',
};
const ATTRIBUTE_TYPES: Readonly<Record<string, string>> = {
  _null: 'NULL',
  string: 'S',
  stringSet: 'SS',
  number: 'N',
  numberSet: 'NS',
  binary: 'B',
  binarySet: 'BS',
  boolean: 'BOOL',
  list: 'L',
  map: 'M',
};

export function membersOf(value: unknown, what: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UnwritableFilter(`${what} must be an object`);
  }
  return Object.entries(value);
}

export function listOf(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new UnwritableFilter(`${what} must be a list`);
  return value;
}

/**
 * Writes filters as AppSync does: a placeholder for a value is named by the way that leads to it
 * (`:and_0_title_contains`), brackets stand around each comparison and around two or more that belong together, and
 * what is empty leaves its operator behind.
 */
class FilterWriter {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, AttributeValue> = {};

  filter(filter: unknown, way: string): string[] {
    return membersOf(filter, way === '' ? 'A filter' : `"${way}"`).map(([key, value]) => {
      if (key === 'and' || key === 'or') return this.#group(key, value, way);
      if (key === 'not') return `(NOT ${together(this.filter(value, `${way}not_`), 'AND')})`;
      this.names[`#${key}`] = key;
      return this.#field(`#${key}`, value, `${way}${key}`);
    });
  }

  #group(key: 'and' | 'or', value: unknown, way: string): string {
    const terms = listOf(value, `"${way}${key}"`).map((member, index) =>
      this.filter(member, `${way}${key}_${index}_`).join(' AND '),
    );
    return together(terms, key === 'and' ? 'AND' : 'OR');
  }

  #field(target: string, operators: unknown, way: string): string {
    const terms = membersOf(operators, `The condition on "${way}"`).map(([operator, operand]) => {
      if (operator !== 'size') return `(${this.#operation(target, operator, operand, `${way}_${operator}`)})`;
      return this.#field(target.startsWith('size(') ? target : `size(${target})`, operand, `${way}_size`);
    });
    return together(terms, 'AND');
  }

  #operation(target: string, operator: string, operand: unknown, way: string): string {
    if (Object.hasOwn(COMPARATORS, operator)) return `${target} ${COMPARATORS[operator]} ${this.#value(way, operand)}`;
    if (Object.hasOwn(FUNCTIONS, operator)) return `${FUNCTIONS[operator]}(${target},${this.#value(way, operand)})`;
    switch (operator) {
      case 'attributeExists':
        if (typeof operand !== 'boolean') throw new UnwritableFilter(`"${way}" must be true or false`);
        return `${operand ? 'attribute_exists' : 'attribute_not_exists'}(${target})`;
      case 'attributeType': {
        const type = Object.hasOwn(ATTRIBUTE_TYPES, String(operand)) ? ATTRIBUTE_TYPES[String(operand)] : undefined;
        if (type === undefined) throw new UnwritableFilter(`"${way}" must be the name of a type`);
        return `attribute_type(${target},${this.#value(way, type)})`;
      }
      case 'between': {
        const [start, end] = listOf(operand, `"${way}"`);
        if ((operand as unknown[]).length < 2) throw new UnwritableFilter(`"${way}" must have two values`);
        return `${target} BETWEEN ${this.#value(`${way}_start`, start)} AND ${this.#value(`${way}_end`, end)}`;
      }
      case 'in': {
        const list = listOf(operand, `"${way}"`).map((value, index) => this.#value(`${way}_${index}`, value));
        return list.length === 0 ? 'null' : `${target} IN (${list.join(', ')})`;
      }
      default:
        throw new UnwritableFilter(`"${operator}" in "${way}" is no operator`);
    }
  }

  #value(way: string, value: unknown): string {
    this.values[`:${way}`] = values.toDynamoDB(value);
    return `:${way}`;
  }
}

/** In brackets when there are several. */
function together(terms: readonly string[], operator: string): string {
  const text = terms.join(` ${operator} `);
  return terms.length > 1 ? `(${text})` : text;
}

/** @throws UnwritableFilter */
export function writeFilter(filter: unknown): FilterExpression {
  const writer = new FilterWriter();
  const expression = writer.filter(filter, '').join(' AND ');
  return { expression, expressionNames: writer.names, expressionValues: writer.values };
}
