import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Server } from '../../../local/server.ts';
import { functionOf } from './fixture.ts';

const { lambda } = functionOf(
  'export const handler = async (event) => { if (event.fail) throw new TypeError("no"); await new Promise((done) => setTimeout(done, event.ms ?? 0)); return event.n * 2; };',
  { ReservedConcurrentExecutions: 1 },
);
const server = new Server([lambda], { onDefect: (request, error) => expect.fail(`${request} ${String(error)}`) });
let client: LambdaClient;

beforeAll(async () => {
  client = new LambdaClient({
    endpoint: `http://127.0.0.1:${await server.listen(0)}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await lambda.stop();
  await server.close();
});

const invoke = (payload: unknown, more: Partial<InvokeCommand['input']> = {}) =>
  client.send(new InvokeCommand({ FunctionName: 'subject', Payload: JSON.stringify(payload), ...more }));

it('an SDK gets what the handler returned', async () => {
  const { StatusCode, ExecutedVersion, FunctionError, Payload } = await invoke({ n: 21 });
  expect([StatusCode, ExecutedVersion, FunctionError]).toEqual([200, '$LATEST', undefined]);
  expect(Payload?.transformToString()).toBe('42');
});

it('an SDK learns that the code failed', async () => {
  const { StatusCode, FunctionError, Payload } = await invoke({ fail: true });
  expect([StatusCode, FunctionError]).toEqual([200, 'Unhandled']);
  expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' });
});

it('an SDK invokes asynchronously', async () => {
  expect((await invoke({ n: 1 }, { InvocationType: 'Event' })).StatusCode).toBe(202);
  await lambda.idle();
});

it('an SDK gets the exceptions by name', async () => {
  await expect(invoke({}, { FunctionName: 'gone' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:gone',
  });
  await expect(invoke({}, { Qualifier: 'live' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const both = await Promise.allSettled([invoke({ n: 1, ms: 200 }), invoke({ n: 2, ms: 200 })]);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { name: 'TooManyRequestsException', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
  });
});
