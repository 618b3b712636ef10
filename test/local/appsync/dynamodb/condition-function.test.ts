import { expect, test } from 'vitest';
import { run } from './support.ts';

const PRESENT = [{ pk: { S: 'a' }, n: { N: '1' }, tags: { SS: ['x'] }, list: { L: [{ N: '2' }] } }];
const put = (handler = `{ strategy: 'Custom', lambdaArn: 'function-arn' }`): string => `{
  operation: 'PutItem',
  key: { pk: { S: 'a' } },
  attributeValues: { n: { N: 2 } },
  condition: { expression: 'attribute_not_exists(pk)', conditionalCheckFailedHandler: ${handler} },
}`;

test.each<[name: string, answer: unknown]>([
  ['nothing', null],
  ['an unknown action', { action: 'ignore' }],
  ['a retry without a mapping', { action: 'retry' }],
])('a function that answers %s has rejected the write', async (_, answer) => {
  const { result, error } = await run(put(), PRESENT, ({ functions }) => {
    functions.set('function-arn', () => ({ payload: answer }));
  });
  expect(result).toEqual({ pk: 'a', n: 1, tags: ['x'], list: [2] });
  expect(error).toMatchObject({ type: 'DynamoDB:ConditionalCheckFailedException' });
});

test('a function that fails, or can not be invoked, is the error', async () => {
  const thrown = await run(put(), PRESENT, ({ functions }) => {
    functions.set('function-arn', () => ({ payload: { errorMessage: 'no luck' }, functionError: 'Unhandled' }));
  });
  expect(thrown.error).toEqual({ type: 'Lambda:Unhandled', message: 'no luck' });
  expect((await run(put(), PRESENT)).error).toMatchObject({ type: 'Lambda:ResourceNotFoundException' });
});

test('the function sees the item as resolvers write items', async () => {
  const { api } = await run(put(), PRESENT, ({ functions }) => {
    functions.set('function-arn', () => ({ payload: { action: 'discard' } }));
  });
  expect(api.ports.invocations).toMatchObject([
    { currentValue: { pk: { S: 'a' }, n: { N: 1 }, tags: { SS: ['x'] }, list: { L: [{ N: 2 }] } } },
  ]);
});

test('the function is not asked where the item already is what was wanted', async () => {
  const { error, api } = await run(put(), [{ pk: { S: 'a' }, n: { N: '2' } }]);
  expect([error, api.ports.invocations]).toEqual([null, []]);
});

test('a strategy that AppSync does not know fails the field before anything is sent', async () => {
  const { errors, calls } = await run(put(`{ strategy: 'Automerge' }`), PRESENT);
  expect(errors).toMatchObject([{ errorType: 'MappingTemplate', message: "Unsupported strategy 'Automerge'." }]);
  expect(calls).toEqual([]);
});
