import { expect } from 'vitest';
import { DeploymentError } from '../../../local/errors.ts';
import { documented } from '../support/documented.ts';
import { appSync, declare } from './support/api.ts';
import { BY_ID, evicting, invoke, notes, SCHEMA } from './support/notes.ts';

const PAGE = 'appsync/latest/devguide/enabling-caching.html';
const EXTENSIONS = 'appsync/latest/devguide/extensions-js.html';

documented(
  PAGE,
  'With this setting, each resolver must be explicitly opted in for it to cache responses.',
  async () => {
    const api = await notes(undefined);
    expect([await api.get('a'), await api.get('a')]).toEqual(['run 1', 'run 2']);
    const optedIn = await notes(BY_ID);
    expect([await optedIn.get('a'), await optedIn.get('a')]).toEqual(['run 1', 'run 1']);
  },
);

documented(
  PAGE,
  'Caching keys that you can specify are the top-level maps context.arguments, context.source, and context.identity, and/or string fields from these maps.',
  async () => {
    const api = await notes({ CachingKeys: ['$context.arguments', '$context.identity.sub'], Ttl: 60 });
    expect([await api.get('a', 'student'), await api.get('a', 'student')]).toEqual(['run 1', 'run 1']);
    expect([await api.get('a', 'admin'), await api.get('b', 'admin')]).toEqual(['run 2', 'run 3']);
  },
);

documented(PAGE, 'context.arguments.id or context.arguments.InputType.id', async () => {
  const api = await notes({ CachingKeys: ['context.arguments.input.id'], Ttl: 60 });
  const ask = (id: string, of: string) => api.query(`{ getNote(id: "${id}", input: { id: "${of}" }) { title } }`);
  await ask('a', 'x');
  await ask('b', 'x');
  expect(api.runs()).toBe(1);
  await ask('b', 'y');
  expect(api.runs()).toBe(2);
});

documented(PAGE, 'The TTL value is mandatory, but the caching keys are optional.', () => {
  const deployWith = (CachingConfig: Readonly<Record<string, unknown>>) => () =>
    declare(appSync().service, {
      schema: SCHEMA,
      resolvers: { 'Query.getNote': { code: invoke(), properties: { CachingConfig } } },
    });
  expect(deployWith({ CachingKeys: ['$context.identity.sub'] })).toThrow(DeploymentError);
  expect(deployWith({ CachingKeys: ['$context.identity.sub'] })).toThrow(/Ttl is required/);
  expect(deployWith({ Ttl: 60 })).not.toThrow();
});

documented(
  PAGE,
  "If you don't specify any caching keys, the defaults are the contents of the context.arguments, context.source, and context.identity maps.",
  async () => {
    const api = await notes({ Ttl: 60 });
    expect([await api.get('a'), await api.get('a'), await api.get('b')]).toEqual(['run 1', 'run 1', 'run 2']);
    expect([await api.get('a', 'student'), await api.get('a', 'admin')]).toEqual(['run 3', 'run 4']);
  },
);

documented(
  PAGE,
  'With this setting, AWS AppSync caches the execution of all resolvers invoked during a request, with each resolver cached separately.',
  async () => {
    const counted = { code: invoke('ctx.result.count'), dataSource: 'function' };
    const api = await notes(
      undefined,
      { 'Note.count': counted },
      { ApiCachingBehavior: 'FULL_REQUEST_CACHING', Ttl: 60 },
    );
    const ask = async (of: string) =>
      (await api.query(`{ getNote(id: "a") { title count(of: "${of}") } }`)).body.data?.['getNote'];
    expect(await ask('x')).toEqual({ title: 'run 1', count: 2 });
    expect(await ask('x')).toEqual({ title: 'run 1', count: 2 });
    expect(await ask('y')).toEqual({ title: 'run 1', count: 3 });
  },
);

documented(PAGE, "This means that data sources aren't contacted directly unless the TTL has expired.", async () => {
  const api = await notes(undefined, {}, { ApiCachingBehavior: 'FULL_REQUEST_CACHING', Ttl: 60 });
  await api.get('a');
  api.clock.pass(59_999);
  expect(await api.get('a')).toBe('run 1');
  api.clock.pass(1);
  expect(await api.get('a')).toBe('run 2');
});

documented(
  PAGE,
  'The maximum TTL is 3,600 seconds (1 hour), after which entries are automatically deleted.',
  async () => {
    const start = (Ttl: number) => () =>
      declare(appSync().service, { schema: SCHEMA, cache: { ApiCachingBehavior: 'FULL_REQUEST_CACHING', Ttl } });
    expect(start(3601)).toThrow('Ttl must be an integer from 1 to 3600');
    expect(start(0)).toThrow('Ttl must be an integer from 1 to 3600');
    const api = await notes({ ...BY_ID, Ttl: 3600 });
    await api.get('a', 'student');
    api.clock.pass(3_600_000);
    expect(await api.get('a', 'student')).toBe('run 2');
  },
);

documented(
  PAGE,
  'When you try to get a Note, to build the cache key, AWS AppSync performs a lookup in its server-side cache using the id argument of the getNote query.',
  async () => {
    const api = await notes(BY_ID);
    expect([await api.get('a'), await api.get('b'), await api.get('a')]).toEqual(['run 1', 'run 2', 'run 1']);
    // The key holds nothing of the caller, so neither does the entry.
    expect(await api.get('a', 'student')).toBe('run 1');
  },
);

documented(
  PAGE,
  'If an entry is successfully cleared, the response contains an apiCacheEntriesDeleted value in the extensions object that shows how many entries were deleted:',
  async () => {
    const api = await notes(BY_ID, { 'Mutation.updateNote': evicting(`{ 'ctx.args.id': ctx.args.id }`) });
    await api.get('a');
    const update = () => api.query('mutation { updateNote(id: "a") }');
    expect((await update()).body).toEqual({ data: { updateNote: 1 }, extensions: { apiCacheEntriesDeleted: 1 } });
    expect((await update()).body).toEqual({ data: { updateNote: 1 } });
    expect(await api.get('a')).toBe('run 2');
  },
);

documented(PAGE, 'Alternatively, you can also handle the eviction in the response handler.', async () => {
  const api = await notes(BY_ID, {
    'Mutation.evictOnRequest': evicting(`{ 'ctx.args.id': ctx.args.id }`, 'request'),
    'Mutation.updateNote': evicting(`{ 'ctx.args.id': ctx.args.id }`, 'response'),
  });
  await api.get('a');
  await api.get('b');
  const { body } = await api.query('mutation { evictOnRequest(id: "a") updateNote(id: "b") }');
  expect(body).toMatchObject({ extensions: { apiCacheEntriesDeleted: 2 } });
});

documented(
  PAGE,
  "You must put the items in the object in the same order as the caching keys in the cached resolver's cachingKey list.",
  async () => {
    const caching = { CachingKeys: ['$context.identity.username', '$context.arguments.id'], Ttl: 60 };
    const user = `'ctx.identity.username': ctx.args.username`;
    const id = `'ctx.args.id': ctx.args.id`;
    const api = await notes(caching, {
      'Mutation.updateNote': evicting(`{ ${user}, ${id} }`),
      'Mutation.evictOnRequest': evicting(`{ ${id}, 'ctx.identity.username': 'student' }`),
    });
    await api.get('a', 'student');
    expect((await api.query('mutation { evictOnRequest(id: "a") }')).body).not.toHaveProperty('extensions');
    const { body } = await api.query('mutation { updateNote(id: "a", username: "student") }');
    expect(body).toMatchObject({ extensions: { apiCacheEntriesDeleted: 1 } });
  },
);

documented(
  PAGE,
  'In cases where your backend data has been updated outside of AWS AppSync, you can evict an item from the cache by calling a mutation that uses a NONE data source.',
  async () => {
    const api = await notes(BY_ID, { 'Mutation.updateNote': evicting(`{ 'context.arguments.id': ctx.args.id }`) });
    await api.get('a');
    await api.query('mutation { updateNote(id: "a") }');
    expect(await api.get('a')).toBe('run 2');
  },
);

documented(EXTENSIONS, 'This function only works for mutations, not queries.', async () => {
  const api = await notes(BY_ID, { 'Query.partly': evicting(`{ 'ctx.args.id': 'a' }`) });
  await api.get('a');
  expect((await api.query('{ partly }')).body).toEqual({ data: { partly: 1 } });
  expect(await api.get('a')).toBe('run 1');
});

documented(EXTENSIONS, 'The first argument is the type name. The second argument is the field name.', async () => {
  const api = await notes(BY_ID, {
    'Mutation.updateNote': evicting(`{ 'ctx.args.id': ctx.args.id }`, 'response', 'notes'),
  });
  await api.get('a');
  expect((await api.query('mutation { updateNote(id: "a") }')).body).not.toHaveProperty('extensions');
});

documented(
  'appsync/latest/devguide/resolver-reference-lambda-js.html',
  'We recommend that you disable resolver caching for Event invocation type resolvers because these would not be sent to Lambda if there were a cache hit.',
  async () => {
    const code = `export function request(ctx) { return { operation: 'Invoke', invocationType: 'Event', payload: 1 }; }
export function response(ctx) { return ctx.result; }`;
    const api = await notes(undefined, {
      'Query.failing': { code, dataSource: 'function', properties: { CachingConfig: { Ttl: 60 } } },
    });
    await api.query('{ failing }');
    await api.query('{ failing }');
    expect(api.ports.invocations).toEqual([1]);
  },
);

documented(
  'AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-apicache.html',
  'OPERATION_LEVEL_CACHING: Full requests are cached together and returned without executing resolvers.',
  () => {
    const start = () =>
      declare(appSync().service, { schema: SCHEMA, cache: { ApiCachingBehavior: 'OPERATION_LEVEL_CACHING', Ttl: 60 } });
    expect(start).toThrow(
      'Api/ApiCache (AWS::AppSync::ApiCache): ApiCachingBehavior must be one of FULL_REQUEST_CACHING, PER_RESOLVER_CACHING here, not OPERATION_LEVEL_CACHING',
    );
  },
);

documented(
  'AWSCloudFormation/latest/TemplateReference/aws-properties-appsync-resolver-cachingconfig.html',
  'Valid values are entries from the $context.arguments, $context.source, and $context.identity maps.',
  () => {
    const start = (key: string) => () =>
      declare(appSync().service, {
        schema: SCHEMA,
        resolvers: {
          'Query.getNote': { code: invoke(), properties: { CachingConfig: { CachingKeys: [key], Ttl: 1 } } },
        },
      });
    for (const key of ['$context.stash.id', '$context.request.headers.x', 'id', '$context.arguments.']) {
      expect(start(key)).toThrow(/CachingKeys: .* is no entry of/);
    }
    for (const key of ['$context.source.id', '$context.identity.claims.username', 'ctx.args.id']) {
      expect(start(key)).not.toThrow();
    }
  },
);

documented('general/latest/gr/appsync.html', 'The maximum number of caching keys', () => {
  const CachingKeys = Array.from({ length: 26 }, (_, index) => `$context.arguments.a${index}`);
  const resolvers = { 'Query.getNote': { code: invoke(), properties: { CachingConfig: { CachingKeys, Ttl: 1 } } } };
  expect(() => declare(appSync().service, { schema: SCHEMA, resolvers })).toThrow('CachingKeys: at most 25');
});
