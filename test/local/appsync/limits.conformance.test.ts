import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { appSync, declare, none, startApi } from './support/api.ts';

const PAGE = 'appsync/latest/devguide/configuration-limits.html';
const QUOTAS = 'general/latest/gr/appsync.html';
const VARIABLES = 'appsync/latest/devguide/environment-variables.html';

const SCHEMA = `type Query { nextLayer: Layer  resolver: Int } type Layer { nextLayer: Layer  must: Layer!  value: String }`;
const LAYERS = `{ nextLayer: { nextLayer: { value: 'deep' }, value: 'v' }, must: { value: 'm' }, value: 'v' }`;
const resolvers = { 'Query.nextLayer': none(LAYERS), 'Query.resolver': none('1') };
const start = (api: Readonly<Record<string, unknown>> = {}) => startApi({ schema: SCHEMA, api, resolvers });
const declareWith = (api: Readonly<Record<string, unknown>>) => () =>
  declare(appSync().service, { schema: SCHEMA, api });

documented(
  PAGE,
  'When introspection is enabled (the default behavior), using the introspection system will work normally.',
  async () => {
    const { body } = await (await start()).query('{ __schema { queryType { name } } __type(name: "Layer") { kind } }');
    expect(body).toEqual({ data: { __schema: { queryType: { name: 'Query' } }, __type: { kind: 'OBJECT' } } });
  },
);

documented(PAGE, 'When disabling this feature, a validation error will appear in the response instead:', async () => {
  const api = await start({ IntrospectionConfig: 'DISABLED' });
  const { body } = await api.query('{ __schema { types { name } } }');
  expect(body.data).toBeNull();
  const [error] = body.errors ?? [];
  expect(error?.['message']).toMatch(/^Validation error of type FieldUndefined: Field 'types' in type '__Schema'/);
});

documented(PAGE, 'By default, queries are able to process an unlimited amount of nested levels.', async () => {
  const { body } = await (await start()).query('{ L1: nextLayer { L2: nextLayer { L3: nextLayer { L4: value } } } }');
  expect(body).toEqual({ data: { L1: { L2: { L3: { L4: 'deep' } } } } });
});

documented(
  PAGE,
  'When a limit is set, going past its upper bound will result in a QueryDepthLimitReached error.',
  async () => {
    const api = await start({ QueryDepthLimit: 2 });
    const { body } = await api.query('{ L1: nextLayer { L2: nextLayer { L3: nextLayer { L4: value } } } }');
    expect(body).toMatchObject({
      data: { L1: { L2: { L3: null } } },
      errors: [{ path: ['L1', 'L2', 'L3'], errorType: 'QueryDepthLimitReached' }],
    });
  },
);

documented(
  PAGE,
  'If a non-nullable field receives a QueryDepthLimitReached error, that error will be thrown to the first nullable parent field.',
  async () => {
    const api = await start({ QueryDepthLimit: 1 });
    expect((await api.query('{ nextLayer { must { value } } }')).body).toMatchObject({
      data: { nextLayer: null },
      errors: [{ errorType: 'QueryDepthLimitReached', path: ['nextLayer', 'must'] }],
    });
  },
);

documented(PAGE, 'This can be between 1 and 75.', () => {
  expect(declareWith({ QueryDepthLimit: 75 })).not.toThrow();
  expect(declareWith({ QueryDepthLimit: 76 })).toThrow('QueryDepthLimit must be an integer from 0 to 75');
});

documented(PAGE, 'By default, each query can process up to 10000 resolvers.', async () => {
  const api = await startApi({
    schema: 'type Query { list: [Item] } type Item { n: Int }',
    resolvers: { 'Query.list': none(`'${'x'.repeat(10_001)}'.split('').map(() => ({}))`), 'Item.n': none('1') },
  });
  const { body } = await api.query('{ list { n } }');
  const values = (body.data?.['list'] as { n: number | null }[]).map(({ n }) => n);
  expect(values.filter((n) => n === 1)).toHaveLength(9_999);
  expect(body.errors).toHaveLength(2);
  expect(body.errors?.[0]).toMatchObject({ errorType: 'ResolverExecutionLimitReached' });
});

documented(
  PAGE,
  'Like the query depth limit, exceeding the configured resolver limit causes the query to end with a ResolverExecutionLimitReached error on additional resolvers.',
  async () => {
    const api = await start({ ResolverCountLimit: 2 });
    const { body } = await api.query('{ resolver1: resolver resolver2: resolver resolver3: resolver }');
    expect(body).toMatchObject({
      data: { resolver1: 1, resolver2: 1, resolver3: null },
      errors: [{ path: ['resolver3'], errorType: 'ResolverExecutionLimitReached' }],
    });
  },
);

documented(PAGE, 'This can be between 1 and 10000.', () => {
  expect(declareWith({ ResolverCountLimit: 10_000 })).not.toThrow();
  expect(declareWith({ ResolverCountLimit: 10_001 })).toThrow('ResolverCountLimit must be an integer from 0 to 10000');
});

documented(
  QUOTAS,
  'Queries exceeding this limit will fail with the error message Maximum char length exceeded.',
  async () => {
    const api = await start();
    // Braces and fields are tokens: 14,998 fields are within the limit.
    const ask = (fields: number) => api.query(`{ ${'resolver '.repeat(fields)} }`);
    expect((await ask(14_998)).body).toEqual({ data: { resolver: 1 } });
    expect((await ask(14_999)).body).toMatchObject({ errors: [{ message: 'Maximum char length exceeded.' }] });
  },
);

documented(QUOTAS, 'Maximum number of functions per pipeline resolver or handler', () => {
  const startWith = (count: number) => () => {
    const { service } = appSync();
    const functions = Array.from({ length: count }, () => ({ code: none('1') }));
    declare(service, { schema: SCHEMA, resolvers: { 'Query.resolver': { functions } } });
    service.start();
  };
  expect(startWith(10)).not.toThrow();
  expect(startWith(11)).toThrow('a pipeline has at most 10 functions');
});

documented(VARIABLES, 'Keys must be at least two characters long.', () => {
  expect(declareWith({ EnvironmentVariables: { A: '1' } })).toThrow(/EnvironmentVariables: A must begin with a letter/);
  expect(declareWith({ EnvironmentVariables: { AB: '1' } })).not.toThrow();
});

documented(VARIABLES, 'Keys can only contain letters, numbers, and the underscore character (_).', () => {
  expect(declareWith({ EnvironmentVariables: { 'A-B': '1' } })).toThrow(/A-B must/);
  expect(declareWith({ EnvironmentVariables: { '1A': '1' } })).toThrow(/1A must/);
});

documented(VARIABLES, 'Values can be up to 512 characters long.', () => {
  expect(declareWith({ EnvironmentVariables: { LONG: 'x'.repeat(512) } })).not.toThrow();
  expect(declareWith({ EnvironmentVariables: { LONG: 'x'.repeat(513) } })).toThrow(
    'LONG is longer than 512 characters',
  );
});

documented(VARIABLES, 'You can configure up to 50 key-value pairs in a GraphQL API.', () => {
  const variables = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`KEY_${i}`, 'v']));
  expect(declareWith({ EnvironmentVariables: variables(50) })).not.toThrow();
  expect(declareWith({ EnvironmentVariables: variables(51) })).toThrow('at most 50 variables');
});
