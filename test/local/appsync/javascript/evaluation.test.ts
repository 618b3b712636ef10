import { describe, expect, test } from 'vitest';
import { JavaScriptRuntime } from '../../../../local/appsync/javascript/runtime.ts';
import { NOW, useRuntime } from './harness.ts';

const run = useRuntime();

describe('an evaluation', () => {
  test('holds what the handler returned', () => {
    expect(run('return { a: [1, ctx.args.b] };', { arguments: { b: 'x' } })).toEqual({
      result: { a: [1, 'x'] },
      stash: {},
      appended: [],
      logs: [],
    });
  });

  test('has values as JSON has them', () => {
    expect(run('return { a: undefined, b: NaN, c: null, d: () => 1 };').result).toEqual({ b: null, c: null });
  });

  test.each(['', 'return;', 'return undefined;', 'return null;'])('has null for nothing: %s', (body) => {
    expect(run(body).result).toBeNull();
  });

  test('compares what stands right behind a `return`', () => {
    expect(run('return(ctx.args.a ?? 1)===1;').result).toBe(true);
    expect(run('return(ctx.args.a ?? 1)!==1;').result).toBe(false);
  });

  test('runs the handler that was asked for', async () => {
    const runtime = new JavaScriptRuntime({ clock: { now: () => NOW } });
    const code = runtime.compile(
      'a',
      `const text = 'q'; export const request = () => text; export function response(c) { return c.result; }`,
    );
    expect((await code.evaluate('request', {})).result).toBe('q');
    expect((await code.evaluate('response', { result: 'r' })).result).toBe('r');
    runtime.close();
  });

  test('goes on after the runtime was closed', async () => {
    const runtime = new JavaScriptRuntime({ clock: { now: () => NOW } });
    const code = runtime.compile('a', 'export const request = () => 1; export const response = () => 2;');
    runtime.close();
    expect((await code.evaluate('request', {})).result).toBe(1);
    runtime.close();
  });

  test('carries the stash in and out', () => {
    expect(run('ctx.stash.b = ctx.stash.a;', { stash: { a: 1 } }).stash).toEqual({ a: 1, b: 1 });
  });

  test('gives the arguments under both their names, as one object', () => {
    expect(run('ctx.args.a = 2; return ctx.arguments.a;', { arguments: { a: 1 } }).result).toBe(2);
    expect(run('return ctx.arguments;').result).toEqual({});
  });

  test('does not change the context of the caller', () => {
    const context = { arguments: { a: 1 }, stash: {} };
    run('ctx.args.a = 2; ctx.stash.b = 3;', context);
    expect(context).toEqual({ arguments: { a: 1 }, stash: {} });
  });

  test('has the console’s lines', () => {
    expect(run(`console.log('a', { b: 1 }); console.error([2]);`).logs).toEqual([
      expect.stringMatching(/^INFO - code\.js:3:\d+: "a" \{"b":1\}$/),
      expect.stringMatching(/^ERROR - code\.js:3:\d+: \[2\]$/),
    ]);
  });

  test('takes absent and null as one value, as AppSync does', () => {
    const body =
      'return [ctx.args.a === null, ctx.args.b === undefined, ctx.args.a !== null, 1 === 1, (1 !== 2) === true];';
    expect(run(body, { arguments: { b: null } }).result).toEqual([true, true, false, true, true]);
  });
});

describe('errors', () => {
  test('util.error ends the handler', () => {
    const evaluation = run(`ctx.stash.a = 1; util.error('m', 'T', { d: 1 }, { i: 2 }); ctx.stash.a = 2;`);
    expect(evaluation).toMatchObject({ result: null, stash: { a: 1 } });
    expect(evaluation.error).toEqual({ message: 'm', type: 'T', data: { d: 1 }, errorInfo: { i: 2 } });
  });

  test('util.error needs a message only', () => {
    expect(run(`util.error('m');`).error).toEqual({ message: 'm', type: null, data: null, errorInfo: null });
  });

  test.each(['25', 'true', `'m', 25`])('util.error(%s) is ignored, as AppSync does', (args) => {
    expect(run(`util.error(${args}); return 'on';`)).toMatchObject({ result: 'on' });
  });

  test('util.error can not be caught', () => {
    expect(run(`try { util.error('m'); } catch {} return 1;`).error?.message).toBe('m');
  });

  test('util.unauthorized has a type of its own', () => {
    expect(run('util.unauthorized();').error).toMatchObject({ type: 'Unauthorized' });
  });

  test('util.appendError goes on and keeps the order', () => {
    const { appended, result } = run(`util.appendError('a', 'T'); util.appendError('b'); return 1;`);
    expect(result).toBe(1);
    expect(appended.map(({ message, type }) => [message, type])).toEqual([
      ['a', 'T'],
      ['b', null],
    ]);
  });

  test('a failure of the code names its place and kind', async () => {
    const runtime = new JavaScriptRuntime({ clock: { now: () => NOW } });
    const code = `import { util } from '@aws-appsync/utils';\n\nexport function request(ctx) {\n  return ctx.result.id;\n}`;
    const { error } = await runtime.compile('a', code).evaluate('request', {});
    expect(error).toMatchObject({ type: 'Code', message: expect.stringMatching(/^code\.js:4:21: TypeError: .*'id'/) });
    const missing = await runtime.compile('a', code).evaluate('response', {});
    expect(missing.error?.message).toContain('response is not a function');
    runtime.close();
  });

  test('what a run appended does not reach the next', () => {
    run(`util.appendError('a'); console.log('a');`);
    expect(run('return 1;')).toMatchObject({ appended: [], logs: [] });
  });
});

describe('effects', () => {
  test.each([
    ['runtime.earlyReturn({ a: 1 });', { a: 1 }, 'NEXT'],
    [`runtime.earlyReturn(null, { skipTo: 'END' });`, null, 'END'],
  ])('%s ends the handler with a result', (body, result, skipTo) => {
    expect(run(`${body} util.error('not reached');`)).toMatchObject({ result, earlyReturn: { skipTo } });
  });

  test('extensions are recorded', () => {
    const evaluation = run(`
      extensions.setSubscriptionFilter({ filterGroup: [{ filters: [] }] });
      extensions.setSubscriptionInvalidationFilter({ filterGroup: [] });
      extensions.invalidateSubscriptions({ subscriptionField: 'onA', payload: { id: '1' } });
      extensions.invalidateSubscriptions({ subscriptionField: 'onB', payload: {} });
      extensions.evictFromApiCache('Query', 'a', { 'context.arguments.id': '1' });`);
    expect(evaluation).toMatchObject({
      subscriptionFilter: { filterGroup: [{ filters: [] }] },
      subscriptionInvalidationFilter: { filterGroup: [] },
      invalidations: [
        { subscriptionField: 'onA', payload: { id: '1' } },
        { subscriptionField: 'onB', payload: {} },
      ],
      cacheEvictions: [{ typeName: 'Query', fieldName: 'a', keyValuePair: { 'context.arguments.id': '1' } }],
    });
  });

  test('response headers are recorded', () => {
    const { responseHeaders } = run(`util.http.addResponseHeader('a', 1); util.http.addResponseHeaders({ b: 'x' });`);
    expect(responseHeaders).toEqual({ a: '1', b: 'x' });
  });
});
