import { DeploymentError } from '../errors.ts';
import { operators } from './condition-operators.ts';
import type { Lookup } from './text-matcher.ts';

/** One line of a statement's `Condition` block. */
export type Condition = (lookup: Lookup) => boolean;

/**
 * Compiles a `Condition` block; all its lines must hold.
 *
 * @param variables whether the policy's version has policy variables
 * @throws DeploymentError for an operator that AWS doesn't know, or a value that it can't compare with
 */
export function compileConditions(block: unknown, policy: string, variables: boolean): Condition[] {
  return Object.entries((block ?? {}) as Record<string, Record<string, unknown>>).flatMap(([name, lines]) =>
    Object.entries(lines).map(([key, expected]) => {
      const values = (Array.isArray(expected) ? expected : [expected]).map(String);
      try {
        return compileLine(name, key.toLowerCase(), values, variables);
      } catch (cause) {
        if (!(cause instanceof DeploymentError)) throw cause;
        throw new DeploymentError(`${policy}: ${cause.message}`, { cause });
      }
    }),
  );
}

function compileLine(name: string, key: string, values: string[], variables: boolean): Condition {
  const [, quantifier = '', base = '', ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  if (base === 'Null' && !quantifier && !ifExists) {
    const absent = values[0]?.toLowerCase() === 'true';
    return (lookup) => (lookup(key) === undefined) === absent;
  }
  const operator = Object.hasOwn(operators, base) ? operators[base] : undefined;
  if (!operator) throw new DeploymentError(`there is no condition operator ${name}.`);
  const negated = operator.negated === true;
  const matchers = values.map((value) => operator.matcher(value, variables));

  return (lookup) => {
    const value = lookup(key);
    const given = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    // To a set operator an empty string is no value.
    const actuals = quantifier ? given.filter((actual) => actual !== '') : given;
    if (actuals.length === 0) {
      // No value at all satisfies "for all values": AWS's rule, and its trap.
      return quantifier === 'ForAllValues:' || Boolean(ifExists && !value) || (negated && !quantifier);
    }
    const holds = (actual: string) => matchers.some((matches) => matches(actual, lookup)) !== negated;
    const every = quantifier === 'ForAllValues:' || (negated && !quantifier);
    return every ? actuals.every(holds) : actuals.some(holds);
  };
}
