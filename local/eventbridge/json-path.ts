/** A step: the name of a member, or the index of an element. */
type Step = string | number;

/**
 * Compiles a path in dot notation, such as `$.detail.items[0].id`; `$` is the whole.
 * @returns undefined where it is none
 */
export function compilePath(path: string): ((root: unknown) => unknown) | undefined {
  if (!/^\$(\.[^.[\]\s*?@'"]+|\[\d+\])*$/.test(path)) return undefined;
  const steps: Step[] = [...path.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  return (root) => steps.reduce(follow, root);
}

function follow(value: unknown, step: Step): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (typeof step === 'number') return Array.isArray(value) ? (value as unknown[])[step] : undefined;
  return Object.hasOwn(value, step) ? (value as Readonly<Record<string, unknown>>)[step] : undefined;
}
