import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { appSync, declare, none, startApi, type ResolverOptions, type RunningApi, valueOf } from './support/api.ts';

const PAGE = 'appsync/latest/devguide/resolver-reference-lambda-js.html';
const TUTORIAL = 'appsync/latest/devguide/tutorial-lambda-resolvers-js.html';
const QUOTAS = 'general/latest/gr/appsync.html';

const SCHEMA = `
  type Query { run: AWSJSON  posts: [Post]  pair: [Post] }
  type Post { id: ID related: AWSJSON other: AWSJSON }`;

const lambda = (request: string, response = 'return { result: ctx.result, error: ctx.error };'): ResolverOptions => ({
  dataSource: 'function',
  code: `import { util } from '@aws-appsync/utils';
export function request(ctx) { return ${request}; }
export function response(ctx) { ${response} }`,
});
const BATCH = lambda(`{ operation: 'BatchInvoke', payload: { id: ctx.source.id } }`);
const sized = (maxBatchSize: number, resolver = BATCH): ResolverOptions => ({
  ...resolver,
  properties: { MaxBatchSize: maxBatchSize },
});

async function start(
  resolvers: Record<string, ResolverOptions | string>,
  answer: (payload: unknown) => unknown,
): Promise<RunningApi> {
  const posts = none(`['1', '2', '3', '4', '5', '6', '7'].map((id) => ({ id }))`);
  const api = await startApi({ schema: SCHEMA, resolvers: { 'Query.posts': posts, ...resolvers } });
  api.ports.functions.set('function-arn', (payload) => ({ payload: answer(payload) }));
  return api;
}

interface Invoked {
  readonly seen: unknown;
  readonly body: Awaited<ReturnType<RunningApi['query']>>['body'];
  readonly invocations: readonly unknown[];
}

async function invoke(request: string, answer: (payload: unknown) => unknown): Promise<Invoked> {
  const api = await start({ 'Query.run': lambda(request) }, answer);
  const { body } = await api.query('{ run }');
  return { seen: valueOf(body.data?.['run']), body, invocations: api.ports.invocations };
}

/** What the posts of `{ posts { related } }` became. */
async function related(api: RunningApi): Promise<{ values: unknown[]; errors: unknown }> {
  const { body } = await api.query('{ posts { related } }');
  const posts = body.data?.['posts'] as { related: string | null }[];
  return { values: posts.map((post) => JSON.parse(post.related ?? 'null') as unknown), errors: body.errors };
}
const ids = (payload: unknown): string[] => (payload as { id: string }[]).map(({ id }) => id);

documented(PAGE, 'The operation field is required.', async () => {
  const { body, invocations } = await invoke('{ payload: 1 }', () => null);
  expect(body.errors).toMatchObject([{ message: "Value for field '$[operation]' not found." }]);
  expect(invocations).toEqual([]);
});

documented(
  PAGE,
  'The Invoke operation lets AWS AppSync know to call your Lambda function for every GraphQL field resolver.',
  async () => {
    const invokeEach = lambda(`{ operation: 'Invoke', payload: { id: ctx.source.id } }`);
    const api = await start({ 'Post.related': invokeEach }, () => 1);
    await related(api);
    expect(api.ports.invocations).toHaveLength(7);
  },
);

documented(PAGE, 'The payload field is optional.', async () => {
  const { seen, invocations } = await invoke(`{ operation: 'Invoke' }`, () => 'answer');
  expect(invocations).toEqual([null]);
  expect(seen).toEqual({ result: 'answer', error: null });
});

documented(
  PAGE,
  'The RequestResponse invocation type lets AWS AppSync call your Lambda function synchronously to wait for a response.',
  async () => {
    const { seen } = await invoke(`{ operation: 'Invoke', invocationType: 'RequestResponse', payload: 1 }`, () => 2);
    expect(seen).toEqual({ result: 2, error: null });
  },
);

documented(
  PAGE,
  'If this field is not included in the request, AWS AppSync will default to the RequestResponse invocation type.',
  async () => {
    expect((await invoke(`{ operation: 'Invoke', payload: 1 }`, () => 2)).seen).toEqual({ result: 2, error: null });
  },
);

documented(
  PAGE,
  'The response from an Event invocation type request results in a null value without a response handler:',
  async () => {
    const { body, invocations } = await invoke(
      `{ operation: 'Invoke', invocationType: 'Event', payload: { a: 1 } }`,
      () => 'unheard',
    );
    expect(body).toEqual({ data: { run: null } });
    expect(invocations).toEqual([{ a: 1 }]);
  },
);

documented(
  PAGE,
  'When the BatchInvoke operation is used in conjunction with the Event invocation type field, AWS AppSync merges the field resolver in the same way mentioned above, and the request is passed to your Lambda function as an asynchronous event with the payload being a list of values.',
  async () => {
    const events = lambda(`{ operation: 'BatchInvoke', invocationType: 'Event', payload: { id: ctx.source.id } }`);
    const api = await start({ 'Post.related': sized(10, events) }, () => 'unheard');
    const { values, errors } = await related(api);
    expect([values, errors]).toEqual([Array.from({ length: 7 }, () => null), undefined]);
    expect(api.ports.invocations.map(ids)).toEqual([['1', '2', '3', '4', '5', '6', '7']]);
  },
);

documented(
  PAGE,
  'The Lambda function is also expected to return a list-shaped response matching the order of the items sent in the request:',
  async () => {
    const api = await start({ 'Post.related': sized(10) }, (payload) => ids(payload).map((id) => `of ${id}`));
    const { values } = await related(api);
    expect(values.map((value) => (value as { result: string }).result)).toEqual(
      ['1', '2', '3', '4', '5', '6', '7'].map((id) => `of ${id}`),
    );
  },
);

documented(
  PAGE,
  'In order for AWS AppSync to map each result back to the original request item, the response list must match in size and order.',
  async () => {
    const tooShort = await related(await start({ 'Post.related': sized(10) }, () => [1]));
    expect(tooShort.values).toHaveLength(7);
    for (const value of tooShort.values)
      expect(value).toMatchObject({ result: null, error: { type: 'Lambda:IllegalArgument' } });
    const noList = await related(await start({ 'Post.related': sized(10) }, () => ({ a: 1 })));
    expect(noList.values[0]).toMatchObject({ error: { message: 'Expected a list of 7 results, got no list.' } });
  },
);

documented(
  PAGE,
  "It's valid to have null items in the response list; ctx.result is set to null accordingly.",
  async () => {
    const { values } = await related(
      await start({ 'Post.related': sized(10) }, (payload) => ids(payload).map(() => null)),
    );
    expect(values).toEqual(Array.from({ length: 7 }, () => ({ result: null, error: null })));
  },
);

documented(
  PAGE,
  'If the shape of your Lambda function response matches the shape of the GraphQL type, you can forward the response using the following function response handler:',
  async () => {
    const forward = lambda(`{ operation: 'Invoke' }`, 'return ctx.result;');
    const api = await start({ 'Query.pair': forward }, () => [{ id: 'x' }]);
    expect((await api.query('{ pair { id } }')).body).toEqual({ data: { pair: [{ id: 'x' }] } });
  },
);

documented(
  TUTORIAL,
  'When BatchInvoke is specified in the request, the Lambda function receives a list of requests and returns a list of results.',
  async () => {
    const api = await start({ 'Post.related': sized(10) }, (payload) => ids(payload));
    await related(api);
    expect(api.ports.invocations).toEqual([['1', '2', '3', '4', '5', '6', '7'].map((id) => ({ id }))]);
  },
);

documented(TUTORIAL, 'Set the maximum batching size set to 5.', async () => {
  const api = await start({ 'Post.related': sized(5) }, (payload) => ids(payload));
  const { values } = await related(api);
  expect(api.ports.invocations.map(ids)).toEqual([
    ['1', '2', '3', '4', '5'],
    ['6', '7'],
  ]);
  expect(values.map((value) => (value as { result: string }).result)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
});

documented(
  TUTORIAL,
  'For batched invocations, raising an error from the Lambda function flags an entire batch as failed.',
  async () => {
    const api = await start({ 'Post.related': sized(4) }, () => null);
    api.ports.functions.set('function-arn', (payload) =>
      ids(payload).includes('1')
        ? { payload: { errorType: 'Error', errorMessage: 'I always fail.' }, functionError: 'Unhandled' }
        : { payload: ids(payload) },
    );
    const { values } = await related(api);
    const failed = { result: null, error: { type: 'Lambda:Unhandled', message: 'I always fail.' } };
    expect(values).toEqual([
      failed,
      failed,
      failed,
      failed,
      ...['5', '6', '7'].map((result) => ({ result, error: null })),
    ]);
  },
);

documented(
  TUTORIAL,
  "However, in cases where some items in the batch succeed and others fail, it's possible to return both errors and valid data.",
  async () => {
    const response = `const { error, result } = ctx;
      if (error) { util.appendError(error.message, error.type, result); }
      else if (result.errorMessage) { util.appendError(result.errorMessage, result.errorType, result.data); }
      else { return result.data; }`;
    const batch = lambda(`{ operation: 'BatchInvoke', payload: { id: ctx.source.id } }`, response);
    const api = await start({ 'Post.related': sized(10, batch) }, (payload) =>
      ids(payload).map((id) =>
        id === '2' ? { data: null, errorMessage: 'Error Happened', errorType: 'ERROR' } : { data: `of ${id}` },
      ),
    );
    const { values, errors } = await related(api);
    expect(values).toEqual(['of 1', null, 'of 3', 'of 4', 'of 5', 'of 6', 'of 7']);
    expect(errors).toEqual([
      {
        path: ['posts', 1, 'related'],
        data: null,
        errorType: 'ERROR',
        errorInfo: null,
        locations: [{ line: 1, column: 11, sourceName: null }],
        message: 'Error Happened',
      },
    ]);
  },
);

documented(
  TUTORIAL,
  'If the Lambda function throws an error, AWS AppSync fails to resolve the current field. Only the error message returned from Lambda is set in the response.',
  async () => {
    const response =
      'const { error, result } = ctx; if (error) { util.appendError(error.message, error.type, result); } return result;';
    const api = await start({ 'Query.run': lambda(`{ operation: 'Invoke' }`, response) }, () => null);
    api.ports.functions.set('function-arn', () => ({
      payload: { errorType: 'Error', errorMessage: 'I fail. always', trace: ['secret'] },
      functionError: 'Unhandled',
    }));
    expect((await api.query('{ run }')).body).toEqual({
      data: { run: null },
      errors: [
        {
          path: ['run'],
          data: null,
          errorType: 'Lambda:Unhandled',
          errorInfo: null,
          locations: [{ line: 1, column: 3, sourceName: null }],
          message: 'I fail. always',
        },
      ],
    });
  },
);

documented(
  'appsync/latest/devguide/tutorial-lambda-resolvers-js.html',
  'The code now changes the operation from Invoke to BatchInvoke when the fieldName being resolved is relatedPosts.',
  async () => {
    const both = lambda(
      `{ operation: ctx.info.fieldName === 'related' ? 'BatchInvoke' : 'Invoke', payload: { id: ctx.source.id } }`,
      'return ctx.result;',
    );
    const api = await start({ 'Post.related': sized(10, both), 'Post.other': sized(10, both) }, (payload) =>
      Array.isArray(payload) ? ids(payload) : 'alone',
    );
    await api.query('{ posts { related other } }');
    expect(api.ports.invocations.filter((payload) => Array.isArray(payload))).toHaveLength(1);
    expect(api.ports.invocations.filter((payload) => !Array.isArray(payload))).toHaveLength(7);
  },
);

documented(
  QUOTAS,
  'The maximum length of the resolver request list that will be sent to a single Lambda function for a BatchInvoke operation.',
  () => {
    const start = (MaxBatchSize: number) => () =>
      declare(appSync().service, { schema: SCHEMA, resolvers: { 'Query.run': sized(MaxBatchSize) } });
    expect(start(2000)).not.toThrow();
    expect(start(2001)).toThrow('MaxBatchSize must be an integer from 0 to 2000');
  },
);
