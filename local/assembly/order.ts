import { DeploymentError } from '../errors.ts';

/**
 * Sorts ids so that each comes after those that it depends on, else in the given order. Dependencies that are
 * not among the ids don't count.
 * @param where named in the error
 * @throws DeploymentError that names a cycle
 */
export function inOrder(
  ids: readonly string[],
  dependenciesOf: (id: string) => Iterable<string>,
  where: string,
): string[] {
  const known = new Set(ids);
  const done = new Set<string>();
  const path: string[] = [];

  const visit = (id: string): void => {
    if (done.has(id)) return;
    const start = path.indexOf(id);
    if (start >= 0) {
      throw new DeploymentError(`${where}: circular dependency ${[...path.slice(start), id].join(' -> ')}`);
    }
    path.push(id);
    for (const dependency of dependenciesOf(id)) if (known.has(dependency)) visit(dependency);
    path.pop();
    done.add(id);
  };

  ids.forEach(visit);
  return [...done];
}
