import { isObject } from '../properties.ts';

/** Levels of a nested field that AppSync filters by; past them a filter doesn't work: it lets nothing pass. */
const MAX_NESTING = 5;

/**
 * Whether a mutation's result is what a subscription's arguments ask for. An argument that wasn't given asks nothing;
 * one that is null asks for a field without a value.
 */
export function matchesArguments(args: Readonly<Record<string, unknown>>, payload: unknown): boolean {
  return Object.entries(args).every(([name, value]) => same(value ?? null, field(payload, name) ?? null));
}

/** Undefined where there is none: of a text, a list, a nested object that wasn't selected. */
function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Whether a payload passes a filter of `extensions.setSubscriptionFilter`: one of its groups must hold, and of a group
 * every filter ("Defining enhanced subscriptions filters" in AWS's guide). What isn't such a filter lets nothing pass.
 */
export function matchesFilter(filter: unknown, payload: unknown): boolean {
  const groups = isObject(filter) ? filter['filterGroup'] : undefined;
  if (!Array.isArray(groups)) return false;
  return groups.some((group: unknown) => {
    const filters = isObject(group) ? group['filters'] : undefined;
    return Array.isArray(filters) && filters.every((entry: unknown) => isObject(entry) && holds(entry, payload));
  });
}

/** Is given the notification's value, which is not null, and the filter's. */
type Operator = (actual: unknown, value: unknown) => boolean;

const compare =
  (judge: (order: number) => boolean): Operator =>
  (actual, value) => {
    if (typeof actual === 'number' && typeof value === 'number') return judge(actual - value);
    if (typeof actual === 'string' && typeof value === 'string')
      return judge(actual < value ? -1 : Number(actual > value));
    return false;
  };
const atLeast = compare((order) => order >= 0);
const atMost = compare((order) => order <= 0);
const includes: Operator = (list, value) => Array.isArray(list) && list.some((entry) => same(entry, value));
const contains: Operator = (actual, value) => {
  if (typeof actual === 'string') return typeof value === 'string' && actual.includes(value);
  return includes(actual, value) || same(actual, value);
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  eq: same,
  ne: (actual, value) => !same(actual, value),
  le: atMost,
  lt: compare((order) => order < 0),
  ge: atLeast,
  gt: compare((order) => order > 0),
  contains,
  notContains: (actual, value) => !contains(actual, value),
  beginsWith: (actual, value) => typeof actual === 'string' && typeof value === 'string' && actual.startsWith(value),
  in: (actual, value) => includes(value, actual),
  notIn: (actual, value) => Array.isArray(value) && !includes(value, actual),
  between: (actual, value) => Array.isArray(value) && atLeast(actual, value[0]) && atMost(actual, value[1]),
  containsAny: (actual, value) =>
    Array.isArray(actual) && Array.isArray(value) && value.some((entry: unknown) => includes(actual, entry)),
};

function holds(filter: Readonly<Record<string, unknown>>, payload: unknown): boolean {
  const { fieldName, operator, value } = filter;
  const judge = Object.hasOwn(OPERATORS, String(operator)) ? OPERATORS[String(operator)] : undefined;
  const path = String(fieldName).split('.');
  if (!judge || path.length > MAX_NESTING) return false;
  let actual: unknown = payload;
  for (const name of path) actual = field(actual, name);
  return actual !== null && actual !== undefined && judge(actual, value);
}
