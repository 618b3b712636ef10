import { expect, test } from 'vitest';
import { none, startApi } from './support/api.ts';
import { BY_ID, invoke, notes } from './support/notes.ts';

test('a result beside which a resolver appended an error, or that is an error, is asked for again', async () => {
  const caching = { properties: { CachingConfig: { Ttl: 60 } }, dataSource: 'function' };
  const partly = `import { util } from '@aws-appsync/utils';
export function request(ctx) { return { operation: 'Invoke', payload: 1 }; }
export function response(ctx) { util.appendError('partly'); return ctx.result.count; }`;
  const failing = partly.replace(`util.appendError('partly')`, `util.error('no')`);
  const api = await notes(undefined, {
    'Query.partly': { ...caching, code: partly },
    'Query.failing': { ...caching, code: failing },
  });
  await api.query('{ partly failing }');
  await api.query('{ partly failing }');
  expect(api.runs()).toBe(4);
});

test('a mutation is never answered from the cache', async () => {
  const api = await notes(
    undefined,
    { 'Mutation.countNote': { code: invoke(), dataSource: 'function' } },
    { ApiCachingBehavior: 'FULL_REQUEST_CACHING', Ttl: 60 },
  );
  await api.query('mutation { countNote { title } }');
  await api.query('mutation { countNote { title } }');
  expect(api.runs()).toBe(2);
});

test('who may not have a field does not get it from the cache', async () => {
  const api = await startApi({
    schema: 'type Query { secret: String @aws_cognito_user_pools(cognito_groups: ["Admin"]) }',
    cache: { ApiCachingBehavior: 'PER_RESOLVER_CACHING', Ttl: 60 },
    resolvers: {
      'Query.secret': {
        code: none(`'s'`),
        properties: { CachingConfig: { Ttl: 60, CachingKeys: ['$context.arguments'] } },
      },
    },
  });
  expect((await api.query('{ secret }', {}, { authorization: 'admin' })).body).toEqual({ data: { secret: 's' } });
  expect((await api.query('{ secret }', {}, { authorization: 'student' })).body).toMatchObject({
    data: { secret: null },
    errors: [{ errorType: 'Unauthorized' }],
  });
});

test('a restored state starts with an empty cache', async () => {
  const api = await notes(BY_ID);
  await api.get('a');
  api.service.restore();
  expect(await api.get('a')).toBe('run 2');
});
