import fc from 'fast-check';
import { buildSchema, OverlappingFieldsCanBeMergedRule, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { overlappingFieldsRule } from '../../../../local/appsync/execution/overlapping-fields.ts';

const SCHEMA = buildSchema(`
  interface Node { id: ID! name: String next: Node }
  type A implements Node { id: ID! name: String next: Node n(x: Int): Int list: [A] a: A }
  type B implements Node { id: ID! name: String next: Node n(x: Int): String list: [B!] a: A }
  union Either = A | B
  type Query { node: Node either: Either a: A b: B }`);

const FIELDS: Record<string, readonly [name: string, type: string | undefined][]> = {
  Query: [
    ['node', 'Node'],
    ['either', 'Either'],
    ['a', 'A'],
    ['b', 'B'],
  ],
  Node: [
    ['id', undefined],
    ['name', undefined],
    ['next', 'Node'],
  ],
  Either: [['__typename', undefined]],
  A: [
    ['id', undefined],
    ['name', undefined],
    ['next', 'Node'],
    ['n', undefined],
    ['n(x: 1)', undefined],
    ['list', 'A'],
    ['a', 'A'],
  ],
  B: [
    ['id', undefined],
    ['name', undefined],
    ['next', 'Node'],
    ['n', undefined],
    ['n(x: 2)', undefined],
    ['list', 'B'],
    ['a', 'A'],
  ],
};

/** A selection on a type: fields under few response names, so that they meet, and fragments on the object types. */
function selection(type: string, depth: number): fc.Arbitrary<string> {
  const field = fc
    .tuple(fc.constantFrom(...(FIELDS[type] ?? [])), fc.constantFrom('', '', 'x: ', 'y: '))
    .chain(([[name, inner], alias]) =>
      inner && depth > 0
        ? selection(inner, depth - 1).map((text) => `${alias}${name} ${text}`)
        : fc.constant(inner ? `${alias}__typename` : `${alias}${name}`),
    );
  const onObject =
    depth > 0 && type !== 'Query'
      ? [fc.constantFrom('A', 'B').chain((on) => selection(on, depth - 1).map((text) => `... on ${on} ${text}`))]
      : [];
  return fc
    .array(fc.oneof(field, ...onObject), { minLength: 1, maxLength: 4 })
    .map((parts) => `{ ${parts.join(' ')} }`);
}

test("judges as graphql-js's own rule does", () => {
  let conflicts = 0;
  fc.assert(
    fc.property(selection('Query', 4), (text) => {
      const document = parse(text);
      const expected = validate(SCHEMA, document, [OverlappingFieldsCanBeMergedRule]).length > 0;
      conflicts += Number(expected);
      expect(validate(SCHEMA, document, [overlappingFieldsRule]).length > 0).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
  expect(conflicts).toBeGreaterThan(50);
});

test.each([
  ['in fragments', '{ a { ...F n(x: 1) } } fragment F on A { n }'],
  ['in fragments of fragments', '{ a { ...F } } fragment F on A { ...G x: id } fragment G on A { x: name }'],
  ['deep under fields that merge', '{ a { a { a { x: id } } } a { a { a { x: name } } } }'],
])('sees conflicts %s', (_, text) => {
  expect(validate(SCHEMA, parse(text), [overlappingFieldsRule])).toHaveLength(1);
});

test('the order of arguments makes no conflict', () => {
  const schema = buildSchema('type Query { f(a: Int, b: Int): Int }');
  expect(validate(schema, parse('{ f(a: 1, b: 2) f(b: 2, a: 1) }'), [overlappingFieldsRule])).toEqual([]);
});

test('fragments that contain themselves come to an end', () => {
  const text = '{ a { ...F } } fragment F on A { a { ...F } ...G } fragment G on A { ...F }';
  expect(validate(SCHEMA, parse(text), [overlappingFieldsRule])).toEqual([]);
});
