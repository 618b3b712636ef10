import { expect, test } from 'vitest';
import { checkFilter } from '../../../../local/appsync/realtime/filter-rules.ts';
import { startApi } from '../support/api.ts';
import { respond, startAnswer } from './support.ts';

const filter = (fieldName: unknown, operator: unknown, value: unknown) => ({ fieldName, operator, value });
const group = (...filters: object[]) => ({ filters });
const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);
const refusal = (given: unknown): string => {
  try {
    checkFilter(given);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

test.each<[operator: string, value: unknown]>([
  ['eq', 'a'],
  ['eq', 1.5],
  ['ne', true],
  ['le', 'z'],
  ['contains', 10],
  ['beginsWith', 'AWS'],
  ['in', [1, 2, 3, 4, 5]],
  ['notIn', values(5)],
  ['between', [1, 5]],
  ['containsAny', values(20)],
  ['eq', 'x'.repeat(256)],
])('%s takes %j', (operator, value) => {
  expect(refusal({ filterGroup: [group(filter('f', operator, value))] })).toBe('none');
});

test.each<[operator: string, value: unknown, message: RegExp]>([
  ['in', values(6), /^subscription exceeds maximum value limit 5 for operator `in`\.$/],
  ['notIn', values(6), /limit 5 for operator `notIn`/],
  ['containsAny', values(21), /limit 20 for operator `containsAny`/],
  ['eq', 'x'.repeat(257), /maximum string length 256/],
  ['in', ['x'.repeat(257)], /maximum string length 256/],
  ['eq', null, /invalid value/],
  ['eq', ['a'], /invalid value/],
  ['lt', false, /invalid value/],
  ['beginsWith', 1, /invalid value/],
  ['in', 'a', /invalid value/],
  ['in', [true], /invalid value/],
  ['between', [1], /invalid value/],
  ['between', [1, 2, 3], /invalid value/],
  ['EQ', 1, /unknown operator `EQ`/],
  ['constructor', 1, /unknown operator/],
])('%s refuses %j', (operator, value, message) => {
  expect(refusal({ filterGroup: [group(filter('f', operator, value))] })).toMatch(message);
});

test('five fields may be combined by AND, each once', () => {
  const fields = (count: number) => values(count).map((name) => filter(name, 'eq', 1));
  expect(refusal({ filterGroup: [group(...fields(5))] })).toBe('none');
  expect(refusal({ filterGroup: [group(...fields(6))] })).toBe(
    'Filters exceed maximum attributes limit 5 for subscription.',
  );
  expect(refusal({ filterGroup: [group(filter('f', 'ge', 1), filter('f', 'le', 2))] })).toBe(
    'subscription filter uses same fieldName multiple time in single filter object.',
  );
});

test('ten groups may be combined by OR; each value of `in` counts as one', () => {
  const groups = (count: number) => values(count).map((value) => group(filter('f', 'eq', value)));
  const tooMany = 'Filters combination exceed maximum limit 10 for subscription.';
  expect(refusal({ filterGroup: groups(10) })).toBe('none');
  expect(refusal({ filterGroup: groups(11) })).toBe(tooMany);
  const product = group(filter('f', 'in', values(5)), filter('g', 'in', values(2)));
  expect(refusal({ filterGroup: [product] })).toBe('none');
  expect(refusal({ filterGroup: [product, ...groups(1)] })).toBe(tooMany);
});

test.each([
  [null],
  ['text'],
  [[]],
  [{}],
  [{ filterGroup: [] }],
  [{ filterGroup: {} }],
  [{ filterGroup: [{}] }],
  [{ filterGroup: [group()] }],
  [{ filterGroup: [{ filters: [1] }] }],
  [{ filterGroup: [group(filter(1, 'eq', 1))] }],
])('no filter: %j', (given) => expect(refusal(given)).toMatch(/^subscription filter/));

test.each(['setSubscriptionFilter', 'setSubscriptionInvalidationFilter'])(
  'a subscription whose resolver gives %s too much is refused',
  async (name) => {
    const filters = `{ filterGroup: [{ filters: [{ fieldName: 'id', operator: 'in', value: ctx.args.ids }] }] }`;
    const api = await startApi({
      schema: `type Query { a: Int } type Mutation { m: Int }
        type Subscription { on(ids: [ID]): Int @aws_subscribe(mutations: ["m"]) }`,
      resolvers: { 'Subscription.on': respond(`extensions.${name}(${filters});`) },
    });
    const query = 'subscription ($ids: [ID]) { on(ids: $ids) }';
    expect(await startAnswer(api, query, { ids: values(5) })).toBe('start_ack');
    expect(await startAnswer(api, query, { ids: values(6) })).toEqual({
      message: 'subscription exceeds maximum value limit 5 for operator `in`.',
      errorCode: 400,
    });
  },
);
