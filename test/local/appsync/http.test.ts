import { expect, onTestFinished, test } from 'vitest';
import { appSync, declare, none, startApi } from './support/api.ts';
import { serve } from './support/server.ts';

const OPTIONS = {
  schema: 'type Query { hello(name: String): String } type Mutation { set: Int }',
  resolvers: { 'Query.hello': none(`'hello ' + ctx.args.name`), 'Mutation.set': none('1') },
};

test('an answer is JSON for every origin, and tells its request id', async () => {
  const api = await startApi(OPTIONS);
  const { headers } = await api.query('{ hello }');
  expect(headers.get('content-type')).toBe('application/json; charset=UTF-8');
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
});

test('of several operations the named one is executed', async () => {
  const api = await startApi(OPTIONS);
  const query = 'query A { hello(name: "a") } query B { hello(name: "b") }';
  const named = (operationName: string | null) => api.post(JSON.stringify({ query, operationName }));
  expect((await named('B')).body).toEqual({ data: { hello: 'hello b' } });
  expect(await named(null)).toMatchObject({ status: 400, body: { errors: [{ message: 'Missing operation name.' }] } });
  expect(await named('C')).toMatchObject({
    status: 400,
    body: { errors: [{ message: "Unknown operation named 'C'." }] },
  });
});

test('GET carries the request in its query string', async () => {
  const api = await startApi(OPTIONS);
  const search = new URLSearchParams({ query: 'query ($n: String) { hello(name: $n) }', variables: '{"n":"x"}' });
  const response = await fetch(`${api.url}/graphql?${String(search)}`, { headers: { 'x-api-key': api.apiKey } });
  expect(await response.json()).toEqual({ data: { hello: 'hello x' } });
});

test('other methods are refused', async () => {
  const api = await startApi(OPTIONS);
  const response = await fetch(`${api.url}/graphql`, { method: 'PUT', headers: { 'x-api-key': api.apiKey } });
  expect([response.status, await response.json()]).toMatchObject([
    405,
    { errors: [{ errorType: 'UnsupportedOperation' }] },
  ]);
});

test('credentials are judged before the body', async () => {
  const api = await startApi(OPTIONS);
  expect((await api.post('meow', {})).status).toBe(401);
});

test('mutations run one after the other', async () => {
  const code = `export function request(ctx) { return { operation: 'Invoke', payload: ctx.info.fieldName }; }
export function response(ctx) { return ctx.result; }`;
  const resolver = { code, dataSource: 'function' };
  const api = await startApi({
    schema: 'type Query { a: Int } type Mutation { first: Int second: Int }',
    resolvers: { 'Mutation.first': resolver, 'Mutation.second': resolver },
  });
  const seen: unknown[] = [];
  api.ports.functions.set('function-arn', async (payload) => {
    seen.push(`${String(payload)} begins`);
    await new Promise(setImmediate);
    seen.push(`${String(payload)} ends`);
    return { payload: 1 };
  });
  await api.query('mutation { first second }');
  expect(seen).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

test('a failure of the cloud itself is masked, and logged', async () => {
  const api = await startApi({
    schema: 'type Query { a: Int }',
    resolvers: {
      'Query.a': { code: none('1').replace('payload', `operation: 'Invoke', payload`), dataSource: 'function' },
    },
  });
  api.ports.functions.set('function-arn', () => {
    throw new TypeError('broken inside');
  });
  const { body } = await api.query('{ a }');
  expect(JSON.stringify(body)).not.toContain('broken inside');
  expect(body).toMatchObject({ data: { a: null }, errors: [{ path: ['a'], errorType: 'InternalFailure' }] });
  expect(api.logged()).toContain('broken inside');
});

test('each of several APIs has its own path, and the first is at /graphql too', async () => {
  const { service } = appSync();
  const first = declare(service, { ...OPTIONS, resolvers: { 'Query.hello': none(`'first'`) } }, 'First');
  const second = declare(service, { ...OPTIONS, resolvers: { 'Query.hello': none(`'second'`) } }, 'Second');
  service.start();
  const { url, close } = await serve(service);
  onTestFinished(close);
  const ask = async (path: string, key: string): Promise<unknown> => {
    const body = JSON.stringify({ query: '{ hello }' });
    return (await fetch(url + path, { method: 'POST', headers: { 'x-api-key': key }, body })).json();
  };
  expect(await ask('/graphql', first.apiKey)).toEqual({ data: { hello: 'first' } });
  expect(await ask(`/apis/${first.apiId}/graphql`, first.apiKey)).toEqual({ data: { hello: 'first' } });
  expect(await ask(`/apis/${second.apiId}/graphql`, second.apiKey)).toEqual({ data: { hello: 'second' } });
  expect(await ask('/graphql', second.apiKey)).toMatchObject({ errors: [{ errorType: 'UnauthorizedException' }] });
});
