import { expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { useRuntime, useValue } from './harness.ts';

const RUNTIME = 'appsync/latest/devguide/runtime-utils-js.html';
const EXTENSIONS = 'appsync/latest/devguide/extensions-js.html';
const CONTEXT = 'appsync/latest/devguide/resolver-context-reference-js.html';
const run = useRuntime();
const valueOf = useValue();

documented(RUNTIME, "runtime.earlyReturn({ hello: 'world' }) // code below is not executed return ctx.args", () => {
  const evaluation = run(`runtime.earlyReturn({ hello: 'world' }); return ctx.args;`, { arguments: { a: 1 } });
  expect(evaluation.result).toEqual({ hello: 'world' });
  expect(evaluation.earlyReturn).toBeDefined();
});
documented(RUNTIME, 'Invoking this function will halt the execution of the current handler', () => {
  const { logs } = run(`console.log(1); runtime.earlyReturn(); console.log(2);`);
  expect(logs).toHaveLength(1);
});
documented(RUNTIME, 'The specified object is returned as the result.', () => {
  expect(run(`runtime.earlyReturn([1]);`).result).toEqual([1]);
  expect(run(`runtime.earlyReturn();`).result).toBeNull();
});
documented(RUNTIME, `When returnOptions is given with skipTo set to "END", the pipeline execution is skipped`, () => {
  expect(run(`runtime.earlyReturn(1, { skipTo: 'END' });`).earlyReturn).toEqual({ skipTo: 'END' });
});
documented(RUNTIME, `When returnOptions is given with skipTo set to "NEXT", the function execution is skipped`, () => {
  expect(run(`runtime.earlyReturn(1, { skipTo: 'NEXT' });`).earlyReturn).toEqual({ skipTo: 'NEXT' });
  expect(run(`runtime.earlyReturn(1);`).earlyReturn).toEqual({ skipTo: 'NEXT' });
});

documented(
  EXTENSIONS,
  'The first argument is the type name. The second argument is the field name. The third argument is an object containing key-value pair items that specify the caching key value.',
  () => {
    const { cacheEvictions } = run(
      `extensions.evictFromApiCache('Query', 'allClasses', { 'context.arguments.semester': ctx.args.semester });`,
      { arguments: { semester: 'fall' } },
    );
    expect(cacheEvictions).toEqual([
      { typeName: 'Query', fieldName: 'allClasses', keyValuePair: { 'context.arguments.semester': 'fall' } },
    ]);
  },
);
documented(
  EXTENSIONS,
  "You must put the items in the object in the same order as the caching keys in the cached resolver's cachingKey.",
  () => {
    const { cacheEvictions } = run(`extensions.evictFromApiCache('Q', 'f', { b: 1, a: 2 });`);
    expect(JSON.stringify(cacheEvictions)).toContain('{"b":1,"a":2}');
  },
);
documented(
  EXTENSIONS,
  'The argument is filterJsonObject (More information about this argument can be found below in the Argument: filterJsonObject section.).',
  () => {
    const filter = { filterGroup: [{ filters: [{ fieldName: 'userId', operator: 'eq', value: 1 }] }] };
    const { subscriptionFilter } = run(`extensions.setSubscriptionFilter(ctx.args.filter);`, {
      arguments: { filter },
    });
    expect(subscriptionFilter).toEqual(filter);
  },
);
documented(EXTENSIONS, 'Also, we recommend using util.transform.toSubscriptionFilter to create your filter.', () => {
  expect(
    run(`extensions.setSubscriptionInvalidationFilter(util.transform.toSubscriptionFilter({ id: { eq: 1 } }));`)
      .subscriptionInvalidationFilter,
  ).toEqual({ filterGroup: [{ filters: [{ fieldName: 'id', operator: 'eq', value: 1 }] }] });
});
documented(
  EXTENSIONS,
  "extensions.invalidateSubscriptions({ subscriptionField: 'onUserDelete', payload: { group: 'Developer', type: 'Full-Time' }, });",
  () => {
    expect(
      run(
        `extensions.invalidateSubscriptions({ subscriptionField: 'onUserDelete', payload: { group: 'Developer', type: 'Full-Time' }, });`,
      ).invalidations,
    ).toEqual([{ subscriptionField: 'onUserDelete', payload: { group: 'Developer', type: 'Full-Time' } }]);
  },
);
documented(
  'appsync/latest/devguide/supported-features.html',
  'The following global constants are supported: NaN Infinity undefined util extensions runtime',
  () => {
    expect(
      valueOf('[typeof NaN, typeof Infinity, typeof undefined, typeof util, typeof extensions, typeof runtime]'),
    ).toEqual(['number', 'number', 'undefined', 'object', 'object', 'object']);
  },
);

documented(CONTEXT, 'A map that contains all GraphQL arguments for this field.', () => {
  expect(valueOf('[ctx.arguments.id, ctx.args.id]', { arguments: { id: '1234' } })).toEqual(['1234', '1234']);
});
documented(CONTEXT, 'ctx.stash.newItem = { key: "something" }', () => {
  expect(run('ctx.stash.newItem = { key: "something" };').stash).toEqual({ newItem: { key: 'something' } });
});
documented(CONTEXT, 'Object.assign(ctx.stash, {key1: value1, key2: value})', () => {
  expect(run('Object.assign(ctx.stash, {key1: 1, key2: 2});').stash).toEqual({ key1: 1, key2: 2 });
});
documented(CONTEXT, 'You can remove items from the stash by modifying the code below: delete ctx.stash.key', () => {
  expect(run('delete ctx.stash.key;', { stash: { key: 1, other: 2 } }).stash).toEqual({ other: 2 });
});
documented(CONTEXT, 'You cannot delete or replace the entire stash', () => {
  expect(run('ctx.stash = {};', { stash: { a: 1 } })).toMatchObject({ stash: { a: 1 }, error: { type: 'Code' } });
  expect(run('delete ctx.stash;', { stash: { a: 1 } })).toMatchObject({ stash: { a: 1 }, error: { type: 'Code' } });
});
documented(CONTEXT, 'This could then be accessed with ctx.request.headers.custom.', () => {
  expect(
    valueOf('util.dynamodb.toDynamoDB(ctx.request.headers.custom)', { request: { headers: { custom: 'nadia' } } }),
  ).toEqual({ S: 'nadia' });
});
documented(CONTEXT, 'You could then access these as an array, such as ctx.request.headers.custom[1].', () => {
  expect(valueOf('ctx.request.headers.custom[1]', { request: { headers: { custom: ['bailey', 'nadia'] } } })).toBe(
    'nadia',
  );
});
