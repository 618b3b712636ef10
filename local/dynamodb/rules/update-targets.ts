import type { TableKeys } from '../table-keys.ts';

/** A placeholder such as `#set` begins none. */
const CLAUSE = /(?<![#:\w])(SET|REMOVE|ADD|DELETE)\s/i;

/** What AWS says of an update that would change the key of an item; undefined where it changes none. */
export function keyChange(input: Readonly<Record<string, unknown>>, keys: TableKeys | undefined): string | undefined {
  const expression = input['UpdateExpression'];
  if (typeof expression !== 'string' || !keys) return undefined;
  const names = (input['ExpressionAttributeNames'] ?? {}) as Readonly<Record<string, string>>;
  const targets = targetsOf(expression).map((target) => names[target] ?? target);
  const changed = [keys.own.partition.name, keys.own.sort?.name].find((name) => name && targets.includes(name));
  return (
    changed &&
    `One or more parameter values were invalid: Cannot update attribute ${changed}. This attribute is part of the key`
  );
}

/** The attribute at the beginning of each action. */
function targetsOf(expression: string): string[] {
  const [, ...parts] = expression.split(CLAUSE);
  const actions = parts.filter((_, index) => index % 2 === 1);
  // Commas within parentheses are those of functions.
  const all = actions.flatMap((action) => action.replaceAll(/\([^()]*\)/g, '').split(','));
  return all.flatMap((action) => /^\s*(#?[\w-]+)/.exec(action)?.[1] ?? []);
}
