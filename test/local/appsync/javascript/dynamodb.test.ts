import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toPlain, toWire } from '../../../../local/appsync/dynamodb/attribute-values.ts';
import { useValue } from './harness.ts';

const valueOf = useValue();

describe('util.dynamodb', () => {
  test.each([
    [`toDynamoDB('test')`, { S: 'test' }],
    [`toDynamoDB(12345)`, { N: 12345 }],
    [`toDynamoDB(true)`, { BOOL: true }],
    [`toDynamoDB(null)`, { NULL: null }],
    [`toDynamoDB(['boop', { a: 1 }])`, { L: [{ S: 'boop' }, { M: { a: { N: 1 } } }] }],
    [`toMap({ foo: 'bar' })`, { M: { foo: { S: 'bar' } } }],
    [`toMap(null)`, null],
    [
      `toMapValues({ foo: 'bar', baz: 1234, beep: ['boop'] })`,
      { foo: { S: 'bar' }, baz: { N: 1234 }, beep: { L: [{ S: 'boop' }] } },
    ],
    [`toMapValues({ a: undefined })`, { a: { NULL: null } }],
    [`toList(['foo', 123, { bar: 'baz' }])`, { L: [{ S: 'foo' }, { N: 123 }, { M: { bar: { S: 'baz' } } }] }],
    [`toString('test')`, { S: 'test' }],
    [`toString(null)`, null],
    [`toStringSet(['foo', 'bar'])`, { SS: ['foo', 'bar'] }],
    [`toNumber(1)`, { N: 1 }],
    [`toNumberSet([1, 23, 4.56])`, { NS: [1, 23, 4.56] }],
    [`toBinary('Zm9v')`, { B: 'Zm9v' }],
    [`toBinarySet(['Zm9v'])`, { BS: ['Zm9v'] }],
    [`toBoolean(false)`, { BOOL: false }],
    [`toNull()`, { NULL: null }],
    [`toS3Object('foo', 'bar', 'baz')`, { S: '{"s3":{"key":"foo","bucket":"bar","region":"baz"}}' }],
    [`toS3Object('foo', 'bar', 'baz', 'b')`, { S: '{"s3":{"key":"foo","bucket":"bar","region":"baz","version":"b"}}' }],
    [`fromS3ObjectJson('{"s3":{"key":"foo"}}')`, { key: 'foo' }],
  ])('%s', (call, expected) => {
    expect(valueOf(`util.dynamodb.${call}`)).toEqual(expected);
  });
});

describe('the helpers make the requests of AppSync’s', () => {
  const key = { id: { S: 'a' } };

  test.each([
    [`get({ key: { id: 'a' } })`, { operation: 'GetItem', key }],
    [
      `get({ key: { id: 'a' }, consistentRead: true, projection: ['name', 'nested.list[1]'] })`,
      {
        operation: 'GetItem',
        key,
        consistentRead: true,
        projection: {
          expression: '#expName_1, #expName_2.#expName_3[1]',
          expressionNames: { '#expName_1': 'name', '#expName_2': 'nested', '#expName_3': 'list' },
        },
      },
    ],
    [
      `put({ key: { id: 'a' }, item: { value: 10 } })`,
      { operation: 'PutItem', key, attributeValues: { value: { N: 10 } } },
    ],
    [
      `put({ key: { id: 'a' }, item: {}, condition: { id: { attributeExists: false } }, _version: 2 })`,
      {
        operation: 'PutItem',
        key,
        attributeValues: {},
        condition: { expression: '(attribute_not_exists(#id))', expressionNames: { '#id': 'id' } },
        _version: 2,
      },
    ],
    [`remove({ key: { id: 'a' } })`, { operation: 'DeleteItem', key }],
    [`scan({ limit: 10, nextToken: 'abc' })`, { operation: 'Scan', limit: 10, nextToken: 'abc' }],
    [`sync({ limit: 10, lastSync: 1 })`, { operation: 'Sync', limit: 10, lastSync: 1 }],
    [
      `query({ query: { userId: { eq: 'user-1' } } })`,
      {
        operation: 'Query',
        query: {
          expression: '(#userId = :userId_eq)',
          expressionNames: { '#userId': 'userId' },
          expressionValues: { ':userId_eq': { S: 'user-1' } },
        },
      },
    ],
    [
      `query({ index: 'i', query: { pk: { eq: 'a' }, sk: { beginsWith: 'b' } }, limit: 20, nextToken: null, scanIndexForward: false, filter: { ttl: { gt: 1 } } })`,
      {
        operation: 'Query',
        index: 'i',
        limit: 20,
        scanIndexForward: false,
        query: {
          expression: '(#pk = :pk_eq) AND (begins_with(#sk,:sk_beginsWith))',
          expressionNames: { '#pk': 'pk', '#sk': 'sk' },
          expressionValues: { ':pk_eq': { S: 'a' }, ':sk_beginsWith': { S: 'b' } },
        },
        filter: {
          expression: '(#ttl > :ttl_gt)',
          expressionNames: { '#ttl': 'ttl' },
          expressionValues: { ':ttl_gt': { N: 1 } },
        },
      },
    ],
    [
      `batchGet({ tables: { t: { keys: [{ id: 'a' }], consistentRead: false } } })`,
      { operation: 'BatchGetItem', tables: { t: { keys: [key], consistentRead: false } } },
    ],
    [`batchPut({ tables: { t: [{ id: 'a' }] } })`, { operation: 'BatchPutItem', tables: { t: [key] } }],
    [`batchDelete({ tables: { t: [{ id: 'a' }] } })`, { operation: 'BatchDeleteItem', tables: { t: [key] } }],
    [
      `transactGet({ items: [{ table: 't', key: { id: 'a' } }] })`,
      { operation: 'TransactGetItems', transactItems: [{ table: 't', key }] },
    ],
    [
      `transactWrite({ items: [
        { putItem: { table: 't', key: { id: 'a' }, item: { n: 1 } } },
        { updateItem: { table: 't', key: { id: 'a' }, update: { n: 2 } } },
        { deleteItem: { table: 't', key: { id: 'a' } } },
        { conditionCheck: { table: 't', key: { id: 'a' }, condition: { n: { eq: 1 } } } } ] })`,
      {
        operation: 'TransactWriteItems',
        transactItems: [
          { table: 't', operation: 'PutItem', key, attributeValues: { n: { N: 1 } } },
          {
            table: 't',
            operation: 'UpdateItem',
            key,
            update: {
              expression: 'SET #expName_1 = :expValue_1',
              expressionNames: { '#expName_1': 'n' },
              expressionValues: { ':expValue_1': { N: 2 } },
            },
          },
          { table: 't', operation: 'DeleteItem', key },
          {
            table: 't',
            operation: 'ConditionCheck',
            key,
            condition: {
              expression: '(#n = :n_eq)',
              expressionNames: { '#n': 'n' },
              expressionValues: { ':n_eq': { N: 1 } },
            },
          },
        ],
      },
    ],
  ])('%s', (call, expected) => {
    expect(valueOf(`ddb.${call}`)).toEqual(expected);
  });

  test('the sets of the module are those of `util.dynamodb`', () => {
    expect(valueOf(`[ddb.toStringSet(['a']), ddb.toNumberSet([1, 2.5]), ddb.toBinarySet(['SGVsbG8='])]`)).toEqual([
      { SS: ['a'] },
      { NS: [1, 2.5] },
      { BS: ['SGVsbG8='] },
    ]);
  });

  test('a request without a key is an error', () => {
    expect(() => valueOf('ddb.get({})')).toThrow('needs a key');
  });
});

describe('update', () => {
  const updateOf = (update: string) =>
    (valueOf(`ddb.update({ key: { id: 'a' }, update: ${update} })`) as { update: Record<string, unknown> }).update;

  test.each([
    ['{ age: ddb.operations.add(10) }', 'SET #expName_1 = :expValue_1', { N: 10 }],
    ['{ age: ddb.operations.replace({ a: 10 }) }', 'SET #expName_1 = :expValue_1', { M: { a: { N: 10 } } }],
    ['{ age: ddb.operations.increment(10) }', 'SET #expName_1 = #expName_1 + :expValue_1', { N: 10 }],
    ['{ age: ddb.operations.increment() }', 'SET #expName_1 = #expName_1 + :expValue_1', { N: 1 }],
    ['{ age: ddb.operations.decrement(2) }', 'SET #expName_1 = #expName_1 - :expValue_1', { N: 2 }],
    ['{ age: ddb.operations.append([1]) }', 'SET #expName_1 = list_append(#expName_1, :expValue_1)', { L: [{ N: 1 }] }],
    [
      '{ age: ddb.operations.prepend([1]) }',
      'SET #expName_1 = list_append(:expValue_1, #expName_1)',
      { L: [{ N: 1 }] },
    ],
    ['{ age: [ddb.operations.updateListItem("x", 2)] }', 'SET #expName_1[2] = :expValue_1', { S: 'x' }],
    ['{ age: [1, 2] }', 'SET #expName_1 = :expValue_1', { L: [{ N: 1 }, { N: 2 }] }],
    ['{ age: null }', 'SET #expName_1 = :expValue_1', { NULL: null }],
    ['{ age: {} }', 'SET #expName_1 = :expValue_1', { M: {} }],
  ])('%s', (update, expression, value) => {
    expect(updateOf(update)).toEqual({
      expression,
      expressionNames: { '#expName_1': 'age' },
      expressionValues: { ':expValue_1': value },
    });
  });

  test('changes the members of a map that it names', () => {
    expect(updateOf(`{ address: { city: 'x', zip: ddb.operations.remove() }, old: ddb.operations.remove() }`)).toEqual({
      expression: 'SET #expName_1.#expName_2 = :expValue_1 REMOVE #expName_1.#expName_3, #expName_4',
      expressionNames: { '#expName_1': 'address', '#expName_2': 'city', '#expName_3': 'zip', '#expName_4': 'old' },
      expressionValues: { ':expValue_1': { S: 'x' } },
    });
  });

  test('removes without values', () => {
    expect(updateOf('{ a: ddb.operations.remove() }')).toEqual({
      expression: 'REMOVE #expName_1',
      expressionNames: { '#expName_1': 'a' },
      expressionValues: {},
    });
  });

  test('sets first, whatever stands first, and names an attribute once', () => {
    expect(
      updateOf(
        `{ b: ddb.operations.remove(), f: [ddb.operations.updateListItem('x', 1), ddb.operations.updateListItem('y', 2)], a: 1 }`,
      ),
    ).toEqual({
      expression:
        'SET #expName_1[1] = :expValue_1, #expName_1[2] = :expValue_2, #expName_2 = :expValue_3 REMOVE #expName_3',
      expressionNames: { '#expName_1': 'f', '#expName_2': 'a', '#expName_3': 'b' },
      expressionValues: { ':expValue_1': { S: 'x' }, ':expValue_2': { S: 'y' }, ':expValue_3': { N: 1 } },
    });
  });

  test.each(['null', '[1]', `{ a: { type: 'OPERATION_BOGUS' } }`])('%s is refused', (update) => {
    expect(() => updateOf(update)).toThrow(/^code\.js:\d+:\d+: /);
  });
});

describe('conditions', () => {
  const conditionOf = (condition: string): unknown =>
    (valueOf(`ddb.remove({ key: { id: 'a' }, condition: ${condition} })`) as { condition?: unknown }).condition;

  test('have no map of values when they have no values', () => {
    expect(conditionOf(`{ v: { attributeExists: true } }`)).toEqual({
      expression: '(attribute_exists(#v))',
      expressionNames: { '#v': 'v' },
    });
  });

  test.each(['null', 'ctx.args.missing'])('%s is none', (condition) => {
    expect(conditionOf(condition)).toBeUndefined();
  });

  test.each(['{ a: 1 }', '{ a: { between: 1 } }', '{ a: { in: 1 } }', '{ a: { b: { eq: 1 } } }', '{ and: {} }'])(
    'without one that can’t be written nothing is written: %s',
    (condition) => {
      expect(() => conditionOf(condition)).toThrow(/^code\.js:\d+:\d+: /);
    },
  );
});

describe('projections', () => {
  const projectionOf = (paths: string): unknown =>
    (valueOf(`ddb.get({ key: { id: 'a' }, projection: ${paths} })`) as { projection?: unknown }).projection;

  test('name a part that comes twice once', () => {
    expect(projectionOf(`['a.b', 'a.c']`)).toEqual({
      expression: '#expName_1.#expName_2, #expName_1.#expName_3',
      expressionNames: { '#expName_1': 'a', '#expName_2': 'b', '#expName_3': 'c' },
    });
  });

  test('of nothing are none', () => {
    expect(projectionOf('[]')).toBeUndefined();
  });
});

describe('values', () => {
  const plain = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;

  test('come back from DynamoDB’s form as they were', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const typed = valueOf('util.dynamodb.toDynamoDB(ctx.args.value)', { arguments: { value } });
        expect(toPlain(toWire(typed, 'value'))).toEqual(value);
      }),
    );
  });

  test('are the same by the three ways of writing an item', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), plain, { noNullPrototype: true }), (item) => {
        const [whole, map, members] = valueOf(
          '[util.dynamodb.toDynamoDB(ctx.args.item), util.dynamodb.toMap(ctx.args.item), util.dynamodb.toMapValues(ctx.args.item)]',
          { arguments: { item } },
        ) as unknown[];
        expect(whole).toEqual(map);
        expect(map).toEqual({ M: members });
      }),
    );
  });
});
