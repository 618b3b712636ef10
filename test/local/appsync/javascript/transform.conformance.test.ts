import { expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { useValue } from './harness.ts';

const PAGE = 'appsync/latest/devguide/transformation-helpers-in-utils-transform-js.html';
const FILTERING = 'appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html';
const valueOf = useValue();
const call = (name: string, ...args: unknown[]): unknown =>
  valueOf(`util.transform.${name}(...ctx.args.list)`, { arguments: { list: args } });
const filter = (fieldName: string, operator: string, value: unknown): unknown => ({ fieldName, operator, value });
const groups = (...all: unknown[][]): unknown => ({ filterGroup: all.map((filters) => ({ filters })) });

documented(PAGE, 'Converts an input string to a filter expression for use with DynamoDB.', () => {
  expect(JSON.parse(call('toDynamoDBFilterExpression', { title: { contains: 'Hello World' } }) as string)).toEqual({
    expression: '(contains(#title,:title_contains))',
    expressionNames: { '#title': 'title' },
    expressionValues: { ':title_contains': { S: 'Hello World' } },
  });
});

documented(PAGE, 'Creates a DynamoDB condition expression.', () => {
  expect(JSON.parse(call('toDynamoDBConditionExpression', { id: { attributeExists: false } }) as string)).toEqual({
    expression: '(attribute_not_exists(#id))',
    expressionNames: { '#id': 'id' },
    expressionValues: {},
  });
});

documented(
  PAGE,
  'Converts the given input into its equivalent OpenSearch Query DSL expression, returning it as a JSON string.',
  () => {
    const query = { upvotes: { ne: 15, range: [10, 20] }, title: { eq: 'hihihi', wildcard: 'h*i' } };
    expect(JSON.parse(call('toElasticsearchQueryDSL', query) as string)).toEqual({
      bool: {
        must: [
          {
            bool: {
              must: [{ bool: { must_not: { term: { upvotes: 15 } } } }, { range: { upvotes: { gte: 10, lte: 20 } } }],
            },
          },
          { bool: { must: [{ term: { title: 'hihihi' } }, { wildcard: { title: 'h*i' } }] } },
        ],
      },
    });
  },
);

documented(PAGE, 'The default operator is assumed to be AND.', () => {
  expect(JSON.parse(call('toElasticsearchQueryDSL', { a: { eq: 1 }, b: { eq: 2 } }) as string)).toEqual({
    bool: { must: [{ term: { a: 1 } }, { term: { b: 2 } }] },
  });
});

const argument = {
  percentageUp: { lte: 50, gte: 20 },
  and: [{ title: { ne: 'Book1' } }, { downvotes: { gt: 2000 } }],
  or: [{ author: { eq: 'Admin' } }, { isPublished: { eq: false } }],
};
const both = [filter('title', 'ne', 'Book1'), filter('downvotes', 'gt', 2000)];
const admin = filter('author', 'eq', 'Admin');
const unpublished = filter('isPublished', 'eq', false);

documented(
  PAGE,
  'The following example shows an input of argument 1 using util.transform.toSubscriptionFilter(Map) : Map.',
  () => {
    const [low, high] = [filter('percentageUp', 'lte', 50), filter('percentageUp', 'gte', 20)];
    expect(call('toSubscriptionFilter', argument)).toEqual(
      groups([low, ...both, admin], [low, ...both, unpublished], [high, ...both, admin], [high, ...both, unpublished]),
    );
  },
);

documented(
  PAGE,
  'The following example shows the inputs of argument 1 and argument 2 using util.transform.toSubscriptionFilter(Map, List) : Map.',
  () => {
    expect(call('toSubscriptionFilter', argument, ['percentageUp', 'author'])).toEqual(groups([...both, unpublished]));
  },
);

documented(
  PAGE,
  'The following example shows the inputs of argument 1, argument 2, and argument 3 using util.transform.toSubscriptionFilter(Map, List, Map) : Map.',
  () => {
    const rules = { upvotes: { gte: 250 }, author: { eq: 'Person1' } };
    expect(call('toSubscriptionFilter', argument, ['percentageUp', 'author'], rules)).toEqual(
      groups(
        [...both, unpublished, filter('upvotes', 'gte', 250)],
        [...both, unpublished, filter('author', 'eq', 'Person1')],
      ),
    );
  },
);

documented(
  PAGE,
  'When a field has two or more conditions on it, all of these conditions are considered to use the OR operation.',
  () => {
    expect(call('toSubscriptionFilter', { a: { lt: 1, gt: 9 } })).toEqual(
      groups([filter('a', 'lt', 1)], [filter('a', 'gt', 9)]),
    );
  },
);

documented(PAGE, `That is, you can have nested "and"/"or" within another "and"/"or" block.`, () => {
  expect(
    call('toSubscriptionFilter', { and: [{ a: { eq: 1 } }, { or: [{ b: { eq: 2 } }, { c: { eq: 3 } }] }] }),
  ).toEqual(groups([filter('a', 'eq', 1), filter('b', 'eq', 2)], [filter('a', 'eq', 1), filter('c', 'eq', 3)]));
});

documented(PAGE, 'The List can also be empty.', () => {
  expect(call('toSubscriptionFilter', { a: { eq: 1 } }, [])).toEqual(groups([filter('a', 'eq', 1)]));
});

documented(
  PAGE,
  'Argument 3 represents a list of strict rules, which are added to the SubscriptionFilter expression object so that at least one of these conditions is met to pass the filter.',
  () => {
    expect(call('toSubscriptionFilter', {}, [], { a: { eq: 1 }, b: { eq: 2 } })).toEqual(
      groups([filter('a', 'eq', 1)], [filter('b', 'eq', 2)]),
    );
  },
);

documented(
  FILTERING,
  'You can configure multiple rules in a filter that are evaluated using AND logic, while multiple filters in a filter group are evaluated using OR logic',
  () => {
    const tickets = {
      or: [
        { severity: { ge: 7 }, priority: { in: ['high', 'medium'] } },
        { category: { eq: 'security' }, group: { in: ['admin', 'operators'] } },
      ],
    };
    expect(call('toSubscriptionFilter', tickets)).toEqual(
      groups(
        [filter('severity', 'ge', 7), filter('priority', 'in', ['high', 'medium'])],
        [filter('category', 'eq', 'security'), filter('group', 'in', ['admin', 'operators'])],
      ),
    );
  },
);

documented(FILTERING, 'With this schema, you can use a . separator to represent nesting.', () => {
  expect(call('toSubscriptionFilter', { 'location.address.country': { eq: 'USA' } })).toEqual(
    groups([filter('location.address.country', 'eq', 'USA')]),
  );
});
