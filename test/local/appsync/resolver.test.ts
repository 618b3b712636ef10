import { describe, expect, test } from 'vitest';
import { none, startApi, type Answer, type ResolverOptions, type RunningApi } from './support/api.ts';

const SCHEMA = 'type Query { value: AWSJSON required: String! deep: Deep } type Deep { a: String }';

async function valueOf(
  resolver: string | ResolverOptions,
): Promise<{ value: unknown; errors: Answer['body']['errors']; api: RunningApi }> {
  const api = await startApi({ schema: SCHEMA, resolvers: { 'Query.value': resolver } });
  const { body } = await api.query('{ value }');
  return { value: JSON.parse((body.data?.['value'] ?? 'null') as string) as unknown, errors: body.errors, api };
}

describe('a unit resolver', () => {
  test('hands the payload of a NONE data source to its response handler', async () => {
    expect(await valueOf(none('{ a: 1 }', '{ got: ctx.result }'))).toMatchObject({ value: { got: { a: 1 } } });
  });

  test('returns early without its data source and its response handler', async () => {
    const code = `import { runtime } from '@aws-appsync/utils';
export function request() { runtime.earlyReturn({ early: true }); }
export function response() { return 'late'; }`;
    expect(await valueOf(code)).toMatchObject({ value: { early: true } });
  });
});

describe('a pipeline', () => {
  const step = (value: string) => ({ code: none(`{ value: ${value} }`, 'ctx.result.value') });

  test('runs its functions in order, each on what the one before returned', async () => {
    const resolver = {
      code: `export function request(ctx) { return 1; } export function response(ctx) { return { after: ctx.prev.result }; }`,
      functions: [step('ctx.prev.result + 1'), step('ctx.prev.result * 10')],
    };
    expect(await valueOf(resolver)).toMatchObject({ value: { after: 20 } });
  });

  test('shares one stash among all its handlers', async () => {
    const resolver = {
      code: `export function request(ctx) { ctx.stash.seen = ['before']; return {}; }
export function response(ctx) { return ctx.stash.seen; }`,
      functions: [
        {
          code: `export function request(ctx) { ctx.stash.seen.push('request'); return {}; }
export function response(ctx) { ctx.stash.seen.push('response'); return null; }`,
        },
      ],
    };
    expect(await valueOf(resolver)).toMatchObject({ value: ['before', 'request', 'response'] });
  });

  const early = (options = '') => ({
    code: `import { runtime } from '@aws-appsync/utils';
export function request() { runtime.earlyReturn('early'${options}); }
export function response() { return 'not run'; }`,
  });

  test('goes on with the next function when one returns early', async () => {
    const resolver = { functions: [early(), step("ctx.prev.result + ', next'")] };
    expect(await valueOf(resolver)).toMatchObject({ value: 'early, next' });
  });

  test('goes to its end when a function returns early with skipTo END', async () => {
    const resolver = { functions: [early(", { skipTo: 'END' }"), step("'never'")] };
    expect(await valueOf(resolver)).toMatchObject({ value: 'early' });
  });

  test('skips all functions when the resolver itself returns early, and still runs its response handler', async () => {
    const code = `import { runtime } from '@aws-appsync/utils';
export function request() { runtime.earlyReturn('early'); }
export function response(ctx) { return ctx.prev.result + ' and after'; }`;
    expect(await valueOf({ code, functions: [step("'never'")] })).toMatchObject({ value: 'early and after' });
  });

  test('stops at the first error', async () => {
    const failing = {
      code: `import { util } from '@aws-appsync/utils';
export function request() { util.error('stop', 'Stopped'); }
export function response() { return 1; }`,
    };
    const { errors, api } = await valueOf({ functions: [failing, { code: none('1'), dataSource: 'function' }] });
    expect(errors).toMatchObject([{ errorType: 'Stopped', message: 'stop' }]);
    expect(api.ports.sessions).toEqual([]);
  });
});

describe('a field without a resolver', () => {
  test('is the property of its source, and null where there is none', async () => {
    const api = await startApi({ schema: SCHEMA, resolvers: { 'Query.deep': none(`{ b: 1 }`) } });
    expect((await api.query('{ deep { a } value }')).body).toEqual({ data: { deep: { a: null }, value: null } });
  });

  test('is never a property that its source merely inherits', async () => {
    const schema = 'type Query { deep: Deep } type Deep { constructor: String toString: String }';
    const api = await startApi({ schema, resolvers: { 'Query.deep': none('{}') } });
    expect((await api.query('{ deep { constructor toString } }')).body).toEqual({
      data: { deep: { constructor: null, toString: null } },
    });
  });
});

test('console lines of a handler and errors end in the log of the API', async () => {
  const code = `import { util } from '@aws-appsync/utils';
export function request() { console.log('looked at', { a: 1 }); return {}; }
export function response() { util.error('no luck', 'Unlucky'); }`;
  const { api } = await valueOf(code);
  expect(api.logged()).toMatch(/Query\.value .*looked at/);
  expect(api.logged()).toContain('Query.value Unlucky: no luck');
});

test('headers that a resolver adds come with the response', async () => {
  const code = `import { util } from '@aws-appsync/utils';
export function request() { util.http.addResponseHeader('x-course', 'c1'); return {}; }
export function response() { return 1; }`;
  const api = await startApi({ schema: SCHEMA, resolvers: { 'Query.value': code } });
  expect((await api.query('{ value }')).headers.get('x-course')).toBe('c1');
});
