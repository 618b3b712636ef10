import { expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { useValue } from './harness.ts';

const PAGE = 'appsync/latest/devguide/built-in-modules-js.html';
const valueOf = useValue();
const key = { id: { S: 'a' } };
const updateOf = (update: string): unknown =>
  (valueOf(`ddb.update({ key: { id: 1 }, update: ${update} })`) as { update: unknown }).update;
const setOf = (attribute: string, expression: string, value: unknown): unknown => ({
  expression,
  expressionNames: { '#expName_1': attribute },
  expressionValues: { ':expValue_1': value },
});

documented(PAGE, 'return get({ key: { id: ctx.args.id } });', () => {
  expect(valueOf('ddb.get({ key: { id: ctx.args.id } })', { arguments: { id: 'a' } })).toEqual({
    operation: 'GetItem',
    key,
  });
});
documented(PAGE, 'return ddb.put({ key: { id: util.autoId() }, item: ctx.args });', () => {
  expect(valueOf(`ddb.put({ key: { id: 'a' }, item: ctx.args })`, { arguments: { n: 1, tags: ['x'] } })).toEqual({
    operation: 'PutItem',
    key,
    attributeValues: { n: { N: 1 }, tags: { L: [{ S: 'x' }] } },
  });
});
documented(PAGE, 'return ddb.remove({ key: { id: ctx.args.id } });', () => {
  expect(valueOf('ddb.remove({ key: { id: ctx.args.id } })', { arguments: { id: 'a' } })).toEqual({
    operation: 'DeleteItem',
    key,
  });
});
documented(PAGE, 'const { limit = 10, nextToken } = ctx.args; return ddb.scan({ limit, nextToken });', () => {
  expect(valueOf('ddb.scan({ limit: ctx.args.limit ?? 10, nextToken: ctx.args.nextToken })')).toEqual({
    operation: 'Scan',
    limit: 10,
  });
});
documented(
  PAGE,
  'const { limit = 10, nextToken, lastSync } = ctx.args; return ddb.sync({ limit, nextToken, lastSync });',
  () => {
    expect(valueOf(`ddb.sync({ limit: 10, nextToken: 't', lastSync: 1 })`)).toEqual({
      operation: 'Sync',
      limit: 10,
      nextToken: 't',
      lastSync: 1,
    });
  },
);
documented(
  PAGE,
  'You can make requests toward your DynamoDB data sources using the functions and without adding type mapping.',
  () => {
    expect(valueOf(`ddb.put({ key: { id: 'a' }, item: { b: true, m: { n: null } } }).attributeValues`)).toEqual({
      b: { BOOL: true },
      m: { M: { n: { NULL: null } } },
    });
  },
);

documented(PAGE, "address: operations.add({ street1: '123 Main St', city: 'New York', zip: '10001', }),", () => {
  expect(
    updateOf(`{ address: ddb.operations.add({ street1: '123 Main St', city: 'New York', zip: '10001' }) }`),
  ).toEqual(
    setOf('address', 'SET #expName_1 = :expValue_1', {
      M: { street1: { S: '123 Main St' }, city: { S: 'New York' }, zip: { S: '10001' } },
    }),
  );
});
documented(PAGE, 'A helper function that appends a payload to the existing list in DynamoDB.', () => {
  expect(updateOf('{ friendsIds: ddb.operations.append([101, 104, 111]) }')).toEqual(
    setOf('friendsIds', 'SET #expName_1 = list_append(#expName_1, :expValue_1)', {
      L: [{ N: 101 }, { N: 104 }, { N: 111 }],
    }),
  );
});
documented(PAGE, 'A helper function that prepends to the existing list in DynamoDB.', () => {
  expect(updateOf('{ friendsIds: ddb.operations.prepend([101, 104, 111]) }')).toEqual(
    setOf('friendsIds', 'SET #expName_1 = list_append(:expValue_1, #expName_1)', {
      L: [{ N: 101 }, { N: 104 }, { N: 111 }],
    }),
  );
});
documented(PAGE, 'To decrement a friends counter (friendsCount) by 10:', () => {
  expect(updateOf('{ friendsCount: ddb.operations.decrement(10) }')).toEqual(
    setOf('friendsCount', 'SET #expName_1 = #expName_1 - :expValue_1', { N: 10 }),
  );
});
documented(PAGE, 'To increment a friends counter (friendsCount) by 10:', () => {
  expect(updateOf('{ friendsCount: ddb.operations.increment(10) }')).toEqual(
    setOf('friendsCount', 'SET #expName_1 = #expName_1 + :expValue_1', { N: 10 }),
  );
});
documented(
  PAGE,
  'This is useful for when you want to update the entire object or subobject in the attribute and not just the keys in the payload.',
  () => {
    expect(updateOf(`{ info: { address: ddb.operations.replace({ zip: '10001' }) } }`)).toEqual({
      expression: 'SET #expName_1.#expName_2 = :expValue_1',
      expressionNames: { '#expName_1': 'info', '#expName_2': 'address' },
      expressionValues: { ':expValue_1': { M: { zip: { S: '10001' } } } },
    });
    expect(updateOf(`{ info: { address: { zip: '10001' } } }`)).toMatchObject({
      expression: 'SET #expName_1.#expName_2.#expName_3 = :expValue_1',
    });
  },
);
documented(PAGE, "const newFriendIds = [ ops.updateListItem('102', 1), ops.updateListItem('112', 2) ];", () => {
  expect(
    updateOf(`{ friendsIds: [ddb.operations.updateListItem('102', 1), ddb.operations.updateListItem('112', 2)] }`),
  ).toEqual({
    expression: 'SET #expName_1[1] = :expValue_1, #expName_1[2] = :expValue_2',
    expressionNames: { '#expName_1': 'friendsIds' },
    expressionValues: { ':expValue_1': { S: '102' }, ':expValue_2': { S: '112' } },
  });
});
documented(
  PAGE,
  'The update object can be used with add, remove, replace, increment, decrement, append, prepend, updateListItem.',
  () => {
    expect(valueOf('Object.keys(ddb.operations).toSorted?.() ?? Object.keys(ddb.operations)')).toEqual(
      expect.arrayContaining([
        'add',
        'remove',
        'replace',
        'increment',
        'decrement',
        'append',
        'prepend',
        'updateListItem',
      ]),
    );
  },
);

documented(
  PAGE,
  'An optional boolean to specify whether you want to perform a strongly consistent read with DynamoDB.',
  () => {
    expect(valueOf(`ddb.get({ key: { id: 'a' }, consistentRead: true })`)).toMatchObject({ consistentRead: true });
  },
);
documented(
  PAGE,
  "Specifies a key condition that describes items to query. For a given index, the condition for a partition key should be an equality and the sort key a comparison or a beginsWith (when it's a string).",
  () => {
    expect(valueOf(`ddb.query({ query: { name: { eq: 'John' }, age: { gt: 20 } } })`)).toEqual({
      operation: 'Query',
      query: {
        expression: '(#name = :name_eq) AND (#age > :age_gt)',
        expressionNames: { '#name': 'name', '#age': 'age' },
        expressionValues: { ':name_eq': { S: 'John' }, ':age_gt': { N: 20 } },
      },
    });
  },
);
documented(
  PAGE,
  'The following example is a DeleteItem expression containing a condition that allows the operation succeed only if the owner of the document matches the user making the request.',
  () => {
    expect(valueOf(`ddb.remove({ key: { id: 'a' }, condition: { owner: { eq: 'XXXXXXXXXXXXXXXX' } } })`)).toEqual({
      operation: 'DeleteItem',
      key,
      condition: {
        expression: '(#owner = :owner_eq)',
        expressionNames: { '#owner': 'owner' },
        expressionValues: { ':owner_eq': { S: 'XXXXXXXXXXXXXXXX' } },
      },
    });
  },
);
documented(PAGE, 'An optional filter to apply to the results after retrieving it from the table.', () => {
  expect(valueOf(`ddb.scan({ filter: { done: { eq: true } } })`)).toMatchObject({
    filter: { expression: '(#done = :done_eq)', expressionValues: { ':done_eq': { BOOL: true } } },
  });
});

const scanMembers: [quote: string, member: string, value: string][] = [
  ['An optional boolean to indicate consistent reads when querying DynamoDB.', 'consistentRead', 'true'],
  ['An optional name of the index to scan.', 'index', `'i'`],
  ['An optional max number of results to return.', 'limit', '5'],
  ['An optional pagination token to continue a previous query.', 'nextToken', `'t'`],
  [
    'Attributes to return from DynamoDB. By default, the AWS AppSync DynamoDB resolver only returns attributes that are projected into the index.',
    'select',
    `'ALL_ATTRIBUTES'`,
  ],
];
for (const [quote, member, value] of scanMembers) {
  documented(PAGE, quote, () => {
    expect(valueOf(`ddb.scan({ ${member}: ${value} })`)).toEqual({
      operation: 'Scan',
      [member]: JSON.parse(value.replaceAll("'", '"')) as unknown,
    });
  });
}
documented(
  PAGE,
  'An optional boolean to indicate whether the query is performed in ascending or descending order.',
  () => {
    expect(valueOf(`ddb.query({ query: { id: { eq: 'a' } }, scanIndexForward: false })`)).toMatchObject({
      scanIndexForward: false,
    });
  },
);
documented(
  PAGE,
  'When enabled, this string value modifies the format of the ds_sk and ds_pk records used by the delta sync table when versioning has been enabled.',
  () => {
    expect(
      valueOf(
        `ddb.put({ key: { id: 'a' }, item: {}, customPartitionKey: 'c', populateIndexFields: true, _version: 3 })`,
      ),
    ).toMatchObject({ customPartitionKey: 'c', populateIndexFields: true, _version: 3 });
  },
);
