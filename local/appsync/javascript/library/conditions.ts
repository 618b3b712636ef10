import { values, type AttributeValue } from './dynamodb-values.ts';
import { Placeholders, type Expression } from './expression-names.ts';

type Filter = Readonly<Record<string, unknown>>;

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

/** Where in the filter an operation stands: the attribute's path, and what makes its value's placeholder its own. */
interface Place {
  readonly path: string;
  readonly label: string;
}

function isFilter(value: unknown): value is Filter {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNullish(value: unknown): boolean {
  return value === null || value === undefined;
}

function pair(operator: string, operand: unknown): [unknown, unknown] {
  if (!Array.isArray(operand) || operand.length !== 2)
    throw new TypeError(`"${operator}" takes an array of two values`);
  return [operand[0], operand[1]];
}

/** Writes filter objects (`{ title: { contains: 'x' }, or: [...] }`) as DynamoDB expressions. */
class FilterWriter {
  readonly #placeholders = new Placeholders();

  write(filter: Filter): Expression {
    return this.#placeholders.finish(this.#all(filter, ''));
  }

  /** All members of the filter, each in brackets of its own. */
  #all(filter: Filter, label: string): string {
    const terms = Object.entries(filter).flatMap(([key, value]) => {
      if (isNullish(value)) return [];
      if (key === 'and' || key === 'or') return [`(${this.#list(key, value, label)})`];
      if (key === 'not') return [`(NOT (${this.#all(value as Filter, `${label}not_`)}))`];
      return this.#attribute(value, { path: this.#placeholders.name(key), label: `${label}${key}` });
    });
    if (terms.length === 0) throw new TypeError('A filter needs at least one condition');
    return terms.join(' AND ');
  }

  #list(key: 'and' | 'or', value: unknown, label: string): string {
    const filters = (Array.isArray(value) ? value : [value]) as Filter[];
    const terms = filters.map((filter, index) => `(${this.#all(filter, `${label}${key}_${index}_`)})`);
    return terms.join(key === 'and' ? ' AND ' : ' OR ');
  }

  #attribute(operations: unknown, place: Place): string[] {
    if (!isFilter(operations)) throw new TypeError(`The condition on "${place.label}" must be an object of operators`);
    return Object.entries(operations).flatMap(([operator, operand]) => {
      if (operand === undefined) return [];
      const term = this.#operation(operator, operand, place);
      if (term !== undefined) return [`(${term})`];
      // No operator of that name: it is a member of a map attribute.
      const member = {
        path: `${place.path}.${this.#placeholders.name(operator)}`,
        label: `${place.label}_${operator}`,
      };
      return this.#attribute(operand, member);
    });
  }

  #operation(operator: string, operand: unknown, { path, label }: Place): string | undefined {
    const value = (of: unknown, suffix = operator): string => this.#value(label, suffix, values.toDynamoDB(of));
    if (Object.hasOwn(COMPARATORS, operator)) return `${path} ${COMPARATORS[operator]} ${value(operand)}`;
    if (Object.hasOwn(FUNCTIONS, operator)) return `${FUNCTIONS[operator]}(${path},${value(operand)})`;
    switch (operator) {
      case 'attributeExists':
        return `${operand === true ? 'attribute_exists' : 'attribute_not_exists'}(${path})`;
      case 'attributeType':
        return `attribute_type(${path},${value(ATTRIBUTE_TYPES[String(operand)])})`;
      case 'between': {
        const [low, high] = pair(operator, operand);
        return `${path} BETWEEN ${value(low, 'between_0')} AND ${value(high, 'between_1')}`;
      }
      case 'in':
        if (!Array.isArray(operand)) throw new TypeError('"in" takes an array of values');
        return `${path} IN (${operand.map((member, index) => value(member, `in_${index}`)).join(', ')})`;
      case 'size':
        return this.#size(operand, { path, label });
      default:
        return undefined;
    }
  }

  #size(operations: unknown, { path, label }: Place): string | undefined {
    const [operator, operand] = isFilter(operations) ? (Object.entries(operations)[0] ?? []) : [];
    if (operator === undefined) return undefined;
    const value = (of: unknown, suffix: string): string => this.#value(label, suffix, values.toDynamoDB(of));
    if (operator === 'between') {
      const [low, high] = pair(operator, operand);
      return `size(${path}) BETWEEN ${value(low, 'size_between_0')} AND ${value(high, 'size_between_1')}`;
    }
    if (!Object.hasOwn(COMPARATORS, operator)) return undefined;
    return `size(${path}) ${COMPARATORS[operator]} ${value(operand, `size_${operator}`)}`;
  }

  #value(label: string, suffix: string, value: AttributeValue): string {
    return this.#placeholders.value(`${label}_${suffix}`, value);
  }
}

/** A filter, condition or key condition object as an expression; nothing for nothing. */
export function toExpression(filter: unknown): Expression | undefined {
  if (isNullish(filter)) return undefined;
  if (!isFilter(filter)) throw new TypeError('A filter must be an object');
  return new FilterWriter().write(filter);
}

/** `util.transform`, as far as DynamoDB's expressions go: both return JSON text. */
export const transform = {
  toDynamoDBFilterExpression: (filter: unknown): string => JSON.stringify(toExpression(filter) ?? null),
  toDynamoDBConditionExpression: (condition: unknown): string => JSON.stringify(toExpression(condition) ?? null),
};
