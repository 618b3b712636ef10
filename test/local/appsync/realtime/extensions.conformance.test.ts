import { expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { none, startApi } from '../support/api.ts';
import { subscribed } from './support.ts';
import { create, group, started, TICKETS, values } from './tickets.ts';

const REFERENCE = 'appsync/latest/devguide/extensions.html';
const JAVASCRIPT = 'appsync/latest/devguide/extensions-js.html';

documented(
  REFERENCE,
  "The eq operator evaluates to true if the subscription notification field value matches and is strictly equal to the filter's value.",
  async () => {
    expect(await values({ fieldName: 'category', operator: 'eq', value: 'AWS AppSync' }, 'AWS AppSync', 'AWS')).toEqual(
      [0],
    );
    expect(await values({ fieldName: 'severity', operator: 'eq', value: '5' }, 5)).toEqual([]);
    expect(await values({ fieldName: 'open', operator: 'eq', value: true }, true, false)).toEqual([0]);
  },
);

documented(
  REFERENCE,
  "The ne operator evaluates to true if the subscription notification field value is different from the filter's value.",
  async () => {
    expect(await values({ fieldName: 'category', operator: 'ne', value: 'AWS AppSync' }, 'AWS AppSync', 'AWS')).toEqual(
      [1],
    );
  },
);

documented(
  REFERENCE,
  "The le operator evaluates to true if the subscription notification field value is less than or equal to the filter's value.",
  async () => {
    expect(await values({ fieldName: 'size', operator: 'le', value: 5 }, 4.5, 5, 5.5)).toEqual([0, 1]);
  },
);

documented(
  REFERENCE,
  "The lt operator evaluates to true if the subscription notification field value is lower than the filter's value.",
  async () => {
    expect(await values({ fieldName: 'size', operator: 'lt', value: 5 }, 4.5, 5, 5.5)).toEqual([0]);
  },
);

documented(
  REFERENCE,
  "The ge operator evaluates to true if the subscription notification field value is greater than or equal to the filter's value.",
  async () => {
    expect(await values({ fieldName: 'size', operator: 'ge', value: 5 }, 4.5, 5, 5.5)).toEqual([1, 2]);
  },
);

documented(
  REFERENCE,
  "The gt operator evaluates to true if the subscription notification field value is greater than the filter's value.",
  async () => {
    expect(await values({ fieldName: 'size', operator: 'gt', value: 5 }, 4.5, 5, 5.5)).toEqual([2]);
  },
);

documented(
  REFERENCE,
  'A filter with the contains operator evaluates to true if the subscription notification field value contains the filter value.',
  async () => {
    expect(await values({ fieldName: 'seats', operator: 'contains', value: 10 }, [10, 11], [11], [])).toEqual([0]);
    expect(
      await values({ fieldName: 'category', operator: 'contains', value: 'launch' }, 'relaunched', 'lunch'),
    ).toEqual([0]);
  },
);

documented(
  REFERENCE,
  "The filter with the notContains operator evaluates to true if the subscription notification field value doesn't contain the filter value.",
  async () => {
    expect(await values({ fieldName: 'seats', operator: 'notContains', value: 10 }, [10, 11], [11])).toEqual([1]);
    expect(
      await values({ fieldName: 'category', operator: 'notContains', value: 'launch' }, 'relaunched', 'lunch'),
    ).toEqual([1]);
  },
);

documented(
  REFERENCE,
  "The filter containing the beginsWith operator evaluates to true if the subscription notification field value begins with the filter's value.",
  async () => {
    expect(
      await values({ fieldName: 'category', operator: 'beginsWith', value: 'AWS' }, 'AWS AppSync', 'An AWS'),
    ).toEqual([0]);
  },
);

documented(
  REFERENCE,
  'The filter containing the in operator evaluates to true if the subscription notification field value exists in an array.',
  async () => {
    expect(await values({ fieldName: 'severity', operator: 'in', value: [1, 2, 3] }, 0, 1, 3, 4)).toEqual([1, 2]);
  },
);

documented(
  REFERENCE,
  "The filter containing the notIn operator evaluates to true if the subscription notification field value doesn't exist in the array.",
  async () => {
    expect(await values({ fieldName: 'severity', operator: 'notIn', value: [1, 2, 3] }, 0, 1, 3, 4)).toEqual([0, 3]);
  },
);

documented(
  REFERENCE,
  "The filter containing the between operator evaluates to true if the subscription notification field value is between the filter's value pair.",
  async () => {
    expect(await values({ fieldName: 'severity', operator: 'between', value: [1, 5] }, 0, 2, 3, 4, 6)).toEqual([
      1, 2, 3,
    ]);
  },
);

documented(
  REFERENCE,
  'This means that filter would evaluate to true if the subscription notification had a seats field value of [10,11] or [15,20,30].',
  async () => {
    const filter = { fieldName: 'seats', operator: 'containsAny', value: [10, 15] };
    expect(await values(filter, [10, 11], [15, 20, 30], [11, 20])).toEqual([0, 1]);
  },
);

documented(REFERENCE, 'A case-sensitive string with the following possible values:', async () => {
  expect(await started(group({ fieldName: 'severity', operator: 'EQ', value: 1 }))).toMatchObject({ errorCode: 400 });
});

documented(
  REFERENCE,
  'This means that you can combine a maximum of five individual fieldName objects using AND logic.',
  async () => {
    const fields = ['severity', 'priority', 'category', 'group', 'status', 'id'];
    const filters = fields.map((fieldName) => ({ fieldName, operator: 'eq', value: 'x' }));
    expect(await started(group(...filters.slice(0, 5)))).toBe('start_ack');
    expect(await started(group(...filters))).toEqual({
      message: 'Filters exceed maximum attributes limit 5 for subscription.',
      errorCode: 400,
    });
  },
);

documented(REFERENCE, 'There can be a maximum of twenty values for the containsAny operator.', async () => {
  const filter = (count: number) =>
    group({ fieldName: 'seats', operator: 'containsAny', value: Array.from({ length: count }, (_, index) => index) });
  expect(await started(filter(20))).toBe('start_ack');
  expect(await started(filter(21))).toMatchObject({ errorCode: 400 });
});

documented(REFERENCE, 'There can be a maximum of five values for the in and notIn operators.', async () => {
  for (const operator of ['in', 'notIn']) {
    expect(await started(group({ fieldName: 'severity', operator, value: [1, 2, 3, 4, 5] }))).toBe('start_ack');
    expect(await started(group({ fieldName: 'severity', operator, value: [1, 2, 3, 4, 5, 6] }))).toEqual({
      message: `subscription exceeds maximum value limit 5 for operator \`${operator}\`.`,
      errorCode: 400,
    });
  }
});

documented(REFERENCE, 'Each string can be a maximum of 256 characters.', async () => {
  const filter = (length: number) => group({ fieldName: 'category', operator: 'eq', value: 'x'.repeat(length) });
  expect(await started(filter(256))).toBe('start_ack');
  expect(await started(filter(257))).toMatchObject({ errorCode: 400 });
});

documented(REFERENCE, 'Each string comparison is case sensitive.', async () => {
  expect(await values({ fieldName: 'category', operator: 'eq', value: 'aws' }, 'AWS', 'aws')).toEqual([1]);
  expect(await values({ fieldName: 'category', operator: 'contains', value: 'W' }, 'AWS', 'aws')).toEqual([0]);
});

documented(REFERENCE, 'This means that you can combine a maximum of 10 filters using OR logic.', async () => {
  const groups = (count: number) =>
    Array.from({ length: count }, (_, value) => group({ fieldName: 'severity', operator: 'eq', value }));
  expect(await started(...groups(10))).toBe('start_ack');
  expect(await started(...groups(11))).toEqual({
    message: 'Filters combination exceed maximum limit 10 for subscription.',
    errorCode: 400,
  });
});

documented(
  REFERENCE,
  'The preceding filter group is evaluated as follows and counts towards the maximum filters limit:',
  async () => {
    const product = (count: number) =>
      group(
        { fieldName: 'severity', operator: 'in', value: [1, 2, 3, 4, 5] },
        { fieldName: 'group', operator: 'in', value: Array.from({ length: count }, (_, index) => `g${index}`) },
      );
    expect(await started(product(2))).toBe('start_ack');
    expect(await started(product(3))).toMatchObject({ errorCode: 400 });
  },
);

documented(
  JAVASCRIPT,
  'You can use this extension function only in the response handler of a subscription resolver.',
  async () => {
    const filter = `{ filterGroup: [{ filters: [{ fieldName: 'id', operator: 'eq', value: 'never' }] }] }`;
    const code = (handler: 'request' | 'response') => `import { extensions } from '@aws-appsync/utils';
      export function request(ctx) { ${handler === 'request' ? `extensions.setSubscriptionFilter(${filter});` : ''} return { payload: null }; }
      export function response(ctx) { ${handler === 'response' ? `extensions.setSubscriptionFilter(${filter});` : ''} return null; }`;
    for (const [handler, count] of [
      ['request', 1],
      ['response', 0],
    ] as const) {
      const api = await startApi({
        schema: TICKETS,
        resolvers: { 'Subscription.onTicket': code(handler), 'Mutation.createTicket': none('ctx.args.input') },
      });
      const client = await subscribed(api, 'subscription { onTicket { id } }');
      await create(api, { id: '1' });
      expect(await client.received()).toHaveLength(count);
    }
  },
);
