import { isRecord } from './comparisons.ts';
import type { Scalar } from './comparisons.ts';

/** In which element of which array a value stands: by number of the array, the element's index. */
export type Place = ReadonlyMap<number, number>;

export interface Leaf {
  readonly value: Scalar;
  readonly place: Place;
}

const NOWHERE: Place = new Map();

/**
 * The values of an event by path, its steps joined by dots. An array's elements have the path of the array; those that
 * are objects or arrays remember which element they come from.
 * @param paths the paths that are wanted, and those of the objects above them
 */
export function leavesOf(event: Readonly<Record<string, unknown>>, paths: ReadonlySet<string>): Map<string, Leaf[]> {
  const leaves = new Map<string, Leaf[]>();
  let arrays = 0;
  const visit = (value: unknown, path: string, place: Place): void => {
    if (Array.isArray(value)) {
      arrays += 1;
      const array = arrays;
      value.forEach((element: unknown, index) => {
        const nested = typeof element === 'object' && element !== null;
        visit(element, path, nested ? new Map([...place, [array, index]]) : place);
      });
    } else if (isRecord(value)) {
      for (const [key, member] of Object.entries(value)) {
        const step = path ? `${path}.${key}` : key;
        if (paths.has(step)) visit(member, step, place);
      }
    } else {
      const leaf = { value: value as Scalar, place };
      const known = leaves.get(path);
      if (known) known.push(leaf);
      else leaves.set(path, [leaf]);
    }
  };
  visit(event, '', NOWHERE);
  return leaves;
}
