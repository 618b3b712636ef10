import { isObject } from '../properties.ts';
import { badRequest } from './errors.ts';

/** AppSync's limits ("Exceptions" of its page on extensions). */
const MAX_COMBINATIONS = 10;
const MAX_ATTRIBUTES = 5;
const MAX_STRING = 256;
const MAX_VALUES: Readonly<Record<string, number | undefined>> = { in: 5, notIn: 5, containsAny: 20 };

type Check = (value: unknown) => boolean;

const isComparable: Check = (value) => typeof value === 'string' || (typeof value === 'number' && !Number.isNaN(value));
const isScalar: Check = (value) => isComparable(value) || typeof value === 'boolean';
const isList: Check = (value) => Array.isArray(value) && value.every(isComparable);

/** What each operator takes as `value`. */
const VALUES: Readonly<Record<string, Check | undefined>> = {
  eq: isScalar,
  ne: isScalar,
  le: isComparable,
  lt: isComparable,
  ge: isComparable,
  gt: isComparable,
  contains: isComparable,
  notContains: isComparable,
  beginsWith: (value) => typeof value === 'string',
  in: isList,
  notIn: isList,
  between: (value) => Array.isArray(value) && value.length === 2 && isList(value),
  containsAny: isList,
};

interface Filter {
  readonly fieldName: string;
  readonly operator: string;
  readonly value: unknown;
}

/**
 * Checks what a resolver has given `setSubscriptionFilter` or `setSubscriptionInvalidationFilter`.
 * @throws Refusal for which the subscription doesn't start
 */
export function checkFilter(given: unknown): void {
  const groups = isObject(given) ? given['filterGroup'] : undefined;
  if (!Array.isArray(groups) || groups.length === 0) throw badRequest('subscription filter has no filterGroup.');
  let combinations = 0;
  for (const group of groups as readonly unknown[]) combinations += checkGroup(filtersOf(group));
  if (combinations > MAX_COMBINATIONS) {
    throw badRequest(`Filters combination exceed maximum limit ${MAX_COMBINATIONS} for subscription.`);
  }
}

function filtersOf(group: unknown): Filter[] {
  const filters = isObject(group) ? group['filters'] : undefined;
  if (!Array.isArray(filters) || filters.length === 0) throw badRequest('subscription filterGroup has no filters.');
  return filters.map((filter: unknown) => {
    const { fieldName, operator, value } = isObject(filter) ? filter : {};
    if (typeof fieldName !== 'string' || typeof operator !== 'string') {
      throw badRequest('subscription filter needs a fieldName, an operator and a value.');
    }
    return { fieldName, operator, value };
  });
}

/** @returns how many it counts for: `in` stands for as many groups as it has values */
function checkGroup(filters: readonly Filter[]): number {
  const names = new Set(filters.map(({ fieldName }) => fieldName));
  if (names.size < filters.length) {
    throw badRequest('subscription filter uses same fieldName multiple time in single filter object.');
  }
  if (names.size > MAX_ATTRIBUTES) {
    throw badRequest(`Filters exceed maximum attributes limit ${MAX_ATTRIBUTES} for subscription.`);
  }
  filters.forEach(checkValue);
  return filters.reduce((product, { operator, value }) => product * (operator === 'in' ? lengthOf(value) : 1), 1);
}

function checkValue({ fieldName, operator, value }: Filter): void {
  const check = Object.hasOwn(VALUES, operator) ? VALUES[operator] : undefined;
  if (!check) throw badRequest(`subscription filter has an unknown operator \`${operator}\`.`);
  if (!check(value))
    throw badRequest(`subscription filter has an invalid value of \`${fieldName}\` for \`${operator}\`.`);
  const most = MAX_VALUES[operator] ?? Infinity;
  if (lengthOf(value) > most) {
    throw badRequest(`subscription exceeds maximum value limit ${most} for operator \`${operator}\`.`);
  }
  const texts = [value].flat().filter((entry) => typeof entry === 'string');
  if (texts.some((text) => text.length > MAX_STRING)) {
    throw badRequest(`subscription exceeds maximum string length ${MAX_STRING} for operator \`${operator}\`.`);
  }
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 1;
}
