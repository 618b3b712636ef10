import { DeploymentError } from '../errors.ts';
import { textMatcher } from './text-matcher.ts';
import type { Lookup, TextMatcher } from './text-matcher.ts';

/** One line of a statement's `Condition` block. */
export type Condition = (lookup: Lookup) => boolean;

interface Operator {
  /** Makes the comparison with one value of the policy. */
  readonly matcher: (expected: string, variables: boolean) => TextMatcher;
  /** Holds when no value matches, also when the request lacks the key. */
  readonly negated?: boolean;
}

const equals = (expected: string, variables: boolean) => textMatcher(expected, { wildcards: false, variables });
const equalsIgnoreCase = (expected: string, variables: boolean) =>
  textMatcher(expected, { wildcards: false, ignoreCase: true, variables });
const like = (expected: string, variables: boolean) => textMatcher(expected, { wildcards: true, variables });
const arnLike = (expected: string, variables: boolean) =>
  textMatcher(expected, { wildcards: true, arn: true, variables });
const numeric = (compare: (actual: number, expected: number) => boolean) => (expected: string) => {
  const number = Number(expected);
  return (actual: string) => compare(Number(actual), number);
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { matcher: equals },
  StringNotEquals: { matcher: equals, negated: true },
  StringEqualsIgnoreCase: { matcher: equalsIgnoreCase },
  StringNotEqualsIgnoreCase: { matcher: equalsIgnoreCase, negated: true },
  StringLike: { matcher: like },
  StringNotLike: { matcher: like, negated: true },
  // The two of each pair behave alike: AWS reads wildcards in both.
  ArnEquals: { matcher: arnLike },
  ArnLike: { matcher: arnLike },
  ArnNotEquals: { matcher: arnLike, negated: true },
  ArnNotLike: { matcher: arnLike, negated: true },
  Bool: { matcher: (expected) => textMatcher(expected, { wildcards: false, ignoreCase: true, variables: false }) },
  NumericEquals: { matcher: numeric((actual, expected) => actual === expected) },
  NumericNotEquals: { matcher: numeric((actual, expected) => actual === expected), negated: true },
  NumericLessThan: { matcher: numeric((actual, expected) => actual < expected) },
  NumericLessThanEquals: { matcher: numeric((actual, expected) => actual <= expected) },
  NumericGreaterThan: { matcher: numeric((actual, expected) => actual > expected) },
  NumericGreaterThanEquals: { matcher: numeric((actual, expected) => actual >= expected) },
};

/**
 * Compiles a `Condition` block; all its lines must hold.
 *
 * @param variables whether the policy's version has policy variables
 * @throws DeploymentError for an operator that isn't run here
 */
export function compileConditions(block: unknown, policy: string, variables: boolean): Condition[] {
  return Object.entries((block ?? {}) as Record<string, Record<string, unknown>>).flatMap(([name, lines]) =>
    Object.entries(lines).map(([key, expected]) => {
      const values = (Array.isArray(expected) ? expected : [expected]).map(String);
      return compileLine(name, key.toLowerCase(), values, policy, variables);
    }),
  );
}

function compileLine(name: string, key: string, values: string[], policy: string, variables: boolean): Condition {
  const [, quantifier = '', base = '', ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  if (base === 'Null' && !quantifier) {
    const absent = values[0]?.toLowerCase() === 'true';
    return (lookup) => (lookup(key) === undefined) === absent;
  }
  const operator = OPERATORS[base];
  if (!operator) throw new DeploymentError(`${policy}: the condition operator ${name} isn't run by the local IAM.`);
  const negated = operator.negated === true;
  const matchers = values.map((value) => operator.matcher(value, variables));

  return (lookup) => {
    const value = lookup(key);
    const actuals = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    if (actuals.length === 0) {
      // No value at all satisfies "for all values": AWS's rule, and its trap.
      return quantifier === 'ForAllValues:' || Boolean(ifExists) || (negated && !quantifier);
    }
    const holds = (actual: string) => matchers.some((matches) => matches(actual, lookup)) !== negated;
    const every = quantifier === 'ForAllValues:' || (negated && !quantifier);
    return every ? actuals.every(holds) : actuals.some(holds);
  };
}
