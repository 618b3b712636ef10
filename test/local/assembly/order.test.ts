import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOrder } from '../../../local/assembly/order.ts';

/** Dependencies by id; an id depends on lower numbers only, so there is no cycle. Given in any order. */
const acyclic = fc
  .array(fc.array(fc.nat(30), { maxLength: 4 }), { minLength: 1, maxLength: 30 })
  .map((all) => new Map(all.map((targets, id) => [String(id), targets.filter((target) => target < id).map(String)])))
  .chain((graph) => fc.tuple(fc.constant(graph), fc.shuffledSubarray([...graph.keys()], { minLength: graph.size })));

it('puts each id once, after all that it depends on', () => {
  fc.assert(
    fc.property(acyclic, ([graph, ids]) => {
      const order = inOrder(ids, (id) => graph.get(id) ?? [], 'here');
      expect(order.toSorted()).toEqual(ids.toSorted());
      for (const [id, dependencies] of graph) {
        for (const dependency of dependencies) expect(order.indexOf(dependency)).toBeLessThan(order.indexOf(id));
      }
    }),
  );
});

it('keeps the given order where nothing depends on anything', () => {
  expect(inOrder(['b', 'a', 'c'], () => [], 'here')).toEqual(['b', 'a', 'c']);
});

it('names the ids of a cycle and no others', () => {
  const graph: Record<string, string[]> = { start: ['a'], a: ['b'], b: ['c'], c: ['a'] };
  expect(() => inOrder(Object.keys(graph), (id) => graph[id] ?? [], 'here')).toThrow(
    'here: circular dependency a -> b -> c -> a',
  );
});
