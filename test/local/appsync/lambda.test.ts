import { expect, test } from 'vitest';
import { startApi, type RunningApi } from './support/api.ts';

const invoke = (request: string): string => `
export function request(ctx) { return ${request}; }
export function response(ctx) { return { result: ctx.result, error: ctx.error }; }`;

async function run(
  request: string,
  prepare: (api: RunningApi) => void,
): Promise<{ seen: unknown; errors: unknown; api: RunningApi }> {
  const api = await startApi({
    schema: 'type Query { run: AWSJSON }',
    resolvers: { 'Query.run': { code: invoke(request), dataSource: 'function' } },
  });
  prepare(api);
  const { body } = await api.query('{ run }');
  return { seen: JSON.parse((body.data?.['run'] ?? 'null') as string), errors: body.errors, api };
}

const CALL = `{ operation: 'Invoke', payload: { a: 1 } }`;

test('a function gets the payload, and its answer is the result', async () => {
  const { seen, api } = await run(CALL, ({ ports }) =>
    ports.functions.set('function-arn', (payload) => ({ payload: { got: payload } })),
  );
  expect(seen).toEqual({ result: { got: { a: 1 } }, error: null });
  expect(api.ports.sessions).toEqual(['role-arn APPSYNC_ASSUME_ROLE appsync.amazonaws.com']);
});

test('an error that a function throws comes to the response handler', async () => {
  const { seen } = await run(CALL, ({ ports }) =>
    ports.functions.set('function-arn', () => ({
      payload: { errorType: 'Error', errorMessage: 'no luck' },
      functionError: 'Unhandled',
    })),
  );
  expect(seen).toEqual({ result: null, error: { type: 'Lambda:Unhandled', message: 'no luck' } });
});

test('a function that can not be invoked is an error by its name', async () => {
  expect((await run(CALL, () => undefined)).seen).toMatchObject({
    error: { type: 'Lambda:ResourceNotFoundException' },
  });
});

test('an event is answered with null, without a response handler', async () => {
  const { seen, api } = await run(`{ operation: 'Invoke', invocationType: 'Event', payload: 1 }`, ({ ports }) =>
    ports.functions.set('function-arn', () => ({ payload: 'never seen' })),
  );
  expect(seen).toBeNull();
  expect(api.ports.invocations).toEqual([1]);
});

test.each([
  ['{}', "Value for field '$[operation]' not found."],
  [
    `{ operation: 'Explode' }`,
    "Unsupported operation 'Explode'. Only the following are supported: (Invoke,BatchInvoke)",
  ],
  [`{ operation: 'Invoke', invocationType: 'DryRun' }`, `Unsupported invocationType '"DryRun"'.`],
  [`{ operation: 'Invoke', body: 1 }`, "Unsupported element '$[body]'."],
])('%s fails the field', async (request, message) => {
  expect((await run(request, () => undefined)).errors).toMatchObject([{ errorType: 'MappingTemplate', message }]);
});
