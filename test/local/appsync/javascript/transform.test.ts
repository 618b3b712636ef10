import { describe, expect, test } from 'vitest';
import { useValue } from './harness.ts';

const valueOf = useValue();
interface Written {
  readonly expression: string;
  readonly expressionNames: object;
  readonly expressionValues: object;
}
const written = (filter: string): Written | null => {
  const asFilter = valueOf(`util.transform.toDynamoDBFilterExpression(${filter})`) as string | null;
  expect(valueOf(`util.transform.toDynamoDBConditionExpression(${filter})`)).toBe(asFilter);
  return asFilter === null ? null : (JSON.parse(asFilter) as Written);
};

/** What AppSync answers, recorded by EvaluateCode. */
describe('a filter as a DynamoDB expression', () => {
  test.each([
    [`{ v: { eq: 'x' } }`, '(#v = :v_eq)'],
    [`{ v: { ne: 'x' } }`, '(#v <> :v_ne)'],
    [`{ v: { lt: 1 } }`, '(#v < :v_lt)'],
    [`{ v: { le: 1 } }`, '(#v <= :v_le)'],
    [`{ v: { gt: 1 } }`, '(#v > :v_gt)'],
    [`{ v: { ge: 1 } }`, '(#v >= :v_ge)'],
    [`{ v: { contains: 'x' } }`, '(contains(#v,:v_contains))'],
    [`{ v: { notContains: 'x' } }`, '(NOT contains(#v,:v_notContains))'],
    [`{ v: { beginsWith: 'x' } }`, '(begins_with(#v,:v_beginsWith))'],
    [`{ v: { between: [1, 9, 3] } }`, '(#v BETWEEN :v_between_start AND :v_between_end)'],
    [`{ v: { in: ['a', 'b'] } }`, '(#v IN (:v_in_0, :v_in_1))'],
    [`{ v: { attributeExists: true } }`, '(attribute_exists(#v))'],
    [`{ v: { attributeExists: false } }`, '(attribute_not_exists(#v))'],
    [`{ v: { attributeType: 'stringSet' } }`, '(attribute_type(#v,:v_attributeType))'],
    [`{ v: { size: { gt: 2 } } }`, '(size(#v) > :v_size_gt)'],
    [`{ v: { size: { gt: 2, lt: 5 } } }`, '((size(#v) > :v_size_gt) AND (size(#v) < :v_size_lt))'],
    [`{ v: { size: { between: [1, 3] } } }`, '(size(#v) BETWEEN :v_size_between_start AND :v_size_between_end)'],
    [`{ v: { size: { contains: 'x' } } }`, '(contains(size(#v),:v_size_contains))'],
    [`{ v: { size: { attributeExists: true } } }`, '(attribute_exists(size(#v)))'],
    [`{ v: { size: { size: { gt: 1 } } } }`, '(size(#v) > :v_size_size_gt)'],
    [`{ a: { eq: 1 }, b: { eq: 2 } }`, '(#a = :a_eq) AND (#b = :b_eq)'],
    [`{ v: { ge: 1, le: 5 } }`, '((#v >= :v_ge) AND (#v <= :v_le))'],
    [`{ and: [{ a: { eq: 1 } }] }`, '(#a = :and_0_a_eq)'],
    [`{ and: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }`, '((#a = :and_0_a_eq) AND (#b = :and_1_b_eq))'],
    [`{ or: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }`, '((#a = :or_0_a_eq) OR (#b = :or_1_b_eq))'],
    [`{ not: { a: { eq: 1 } } }`, '(NOT (#a = :not_a_eq))'],
    [`{ not: { not: { a: { eq: 1 } } } }`, '(NOT (NOT (#a = :not_not_a_eq)))'],
    [
      `{ not: { and: [{ a: { eq: 1 } }, { b: { eq: 2 } }] } }`,
      '(NOT ((#a = :not_and_0_a_eq) AND (#b = :not_and_1_b_eq)))',
    ],
    [
      `{ and: [{ or: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }, { c: { eq: 3 } }] }`,
      '(((#a = :and_0_or_0_a_eq) OR (#b = :and_0_or_1_b_eq)) AND (#c = :and_1_c_eq))',
    ],
    [`{ and: [{ or: [{ and: [{ a: { eq: 1 } }] }] }] }`, '(#a = :and_0_or_0_and_0_a_eq)'],
    [`{ a: { eq: 1 }, and: [{ b: { eq: 2 } }] }`, '(#a = :a_eq) AND (#b = :and_0_b_eq)'],
    [`{ 'a.b': { eq: 1 } }`, '(#a.b = :a.b_eq)'],
    ['{}', ''],
    ['{ and: [] }', ''],
    ['{ v: {} }', ''],
    ['{ not: {} }', '(NOT )'],
    ['{ v: { in: [] } }', '(null)'],
    ['{ a: { eq: 1 }, b: {} }', '(#a = :a_eq) AND '],
    ['{ and: [{ a: { eq: 1 } }, {}] }', '((#a = :and_0_a_eq) AND )'],
  ])('%s', (filter, expression) => {
    expect(written(filter)?.expression).toBe(expression);
  });

  test('has a value for each placeholder, of the operand’s type', () => {
    expect(written(`{ v: { eq: null }, w: { in: [1, { a: [true] }] }, t: { attributeType: '_null' } }`)).toMatchObject({
      expressionNames: { '#v': 'v', '#w': 'w', '#t': 't' },
      expressionValues: {
        ':v_eq': { NULL: null },
        ':w_in_0': { N: 1 },
        ':w_in_1': { M: { a: { L: [{ BOOL: true }] } } },
        ':t_attributeType': { S: 'NULL' },
      },
    });
    expect(written('{ v: {} }')).toMatchObject({ expressionNames: { '#v': 'v' }, expressionValues: {} });
  });

  test.each([
    ...['', 'null', '[]', `'text'`, '{ v: { foo: 1 } }', `{ v: 'x' }`, '{ a: { b: { eq: 1 } } }', '{ and: null }'],
    ...['{ and: { a: { eq: 1 } } }', '{ and: [{ a: { eq: 1 } }, null] }', '{ not: [{ a: { eq: 1 } }] }'],
    ...['{ v: { between: [1] } }', `{ v: { between: 'x' } }`, `{ v: { in: 'x' } }`, '{ v: { size: 3 } }'],
    ...[`{ v: { attributeExists: 'yes' } }`, `{ v: { attributeType: 'S' } }`, `{ v: { attributeType: 'bogus' } }`],
  ])('%s can’t be written: the answer is null', (filter) => {
    expect(written(filter)).toBeNull();
  });
});

describe('a subscription filter', () => {
  const filtersOf = (...args: string[]): unknown[] | null => {
    const filter = valueOf(`util.transform.toSubscriptionFilter(${args.join(', ')})`) as {
      filterGroup: { filters: { fieldName: string; operator: string; value: unknown }[] }[];
    } | null;
    return (
      filter && filter.filterGroup.map(({ filters }) => filters.map((one) => [one.fieldName, one.operator, one.value]))
    );
  };

  test.each([
    [
      [`{ a: { eq: 1 }, b: { eq: 2 } }`],
      [
        [
          ['a', 'eq', 1],
          ['b', 'eq', 2],
        ],
      ],
    ],
    [
      [`{ z: { eq: 0 }, and: [{ a: { eq: 1 } }] }`],
      [
        [
          ['z', 'eq', 0],
          ['a', 'eq', 1],
        ],
      ],
    ],
    [[`{ a: { bogus: 1 } }`], [[['a', 'bogus', 1]]]],
    [[`{ not: { a: { eq: 1 } } }`], [[['not', 'a', { eq: 1 }]]]],
    [[`{ a: { eq: 1 }, b: { eq: 2 } }`, `['a']`], [[['b', 'eq', 2]]]],
    [[`{ a: { eq: 1 }, and: [{ b: { eq: 2 } }] }`, `['b']`], [[['a', 'eq', 1]]]],
    [
      [`{ a: { containsAny: ['x'] }, b: { notIn: [1] } }`],
      [
        [
          ['a', 'containsAny', ['x']],
          ['b', 'notIn', [1]],
        ],
      ],
    ],
    [[`{}`], []],
    [[`{ a: {} }`], []],
    [[`{ and: [] }`], []],
    [[`null`], null],
    [[``], null],
    [[`[]`], null],
    [[`'{"a":{"eq":1}}'`], null],
  ])('%j', (args, expected) => {
    expect(filtersOf(...args)).toEqual(expected);
  });
});

describe('an OpenSearch query', () => {
  const queryOf = (query: string): unknown =>
    JSON.parse(valueOf(`util.transform.toElasticsearchQueryDSL(${query})`) as string);

  test.each([
    [`{ a: { gt: 1 } }`, { range: { a: { gt: 1 } } }],
    [`{ a: { lte: 1 } }`, { range: { a: { lte: 1 } } }],
    [`{ a: { match: 'x' } }`, { match: { a: 'x' } }],
    [`{ a: { matchPhrase: 'x' } }`, { match_phrase: { a: 'x' } }],
    [`{ a: { matchPhrasePrefix: 'x' } }`, { match_phrase_prefix: { a: 'x' } }],
    [`{ a: { multiMatch: 'x' } }`, { multi_match: { query: 'x', fields: ['a'] } }],
    [`{ a: { regexp: 'x.*' } }`, { regexp: { a: 'x.*' } }],
    [`{ a: { exists: true } }`, { exists: { field: 'a' } }],
    [`{ a: { exists: false } }`, { bool: { must_not: { exists: { field: 'a' } } } }],
    [`{ or: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }`, { bool: { should: [{ term: { a: 1 } }, { term: { b: 2 } }] } }],
    [`{ and: [{ a: { eq: 1 } }] }`, { bool: { must: [{ term: { a: 1 } }] } }],
    [`{ not: { a: { eq: 1 } } }`, { bool: { must_not: { term: { a: 1 } } } }],
  ])('%s', (query, expected) => {
    expect(queryOf(query)).toEqual(expected);
  });

  test.each(['null', '{ a: 1 }', '{ a: { nope: 1 } }', '{ or: {} }', '{ a: { range: 1 } }'])(
    '%s is refused',
    (query) => {
      expect(() => queryOf(query)).toThrow(/^code\.js/);
    },
  );
});
