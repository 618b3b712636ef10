import { afterAll, describe, expect, test } from 'vitest';
import { checkCode } from '../../../../local/appsync/javascript/check.ts';
import { rules } from '../../../../local/appsync/javascript/rules.ts';
import { JavaScriptRuntime } from '../../../../local/appsync/javascript/runtime.ts';
import { appSync, declare, none } from '../support/api.ts';
import { ruleCases } from './rule-cases.ts';

const runtime = new JavaScriptRuntime({ clock: { now: () => 0 } });
afterAll(() => {
  runtime.close();
});
const context = { arguments: { zero: 0, list: [3, 1, 2] }, stash: {}, info: {}, env: {} };
const named = ruleCases.map((ruleCase, index) => [`${ruleCase.rule} (${index + 1})`, ruleCase] as const);

describe('each rule of the runtime', () => {
  test('has a case', () => {
    const ofTheModule = ['parses', 'request-handler', 'code-size'];
    expect(new Set(ruleCases.map(({ rule }) => rule))).toEqual(new Set([...Object.keys(rules), ...ofTheModule]));
  });

  test.each(named)('%s: is refused, with its line', (_name, { refused, line, says }) => {
    const found = checkCode(refused).find(({ message }) => message.includes(says));
    expect(found).toMatchObject({ line });
  });

  test.each(named)('%s: its twin is accepted, and runs', async (_name, { accepted }) => {
    expect(checkCode(accepted)).toEqual([]);
    expect((await runtime.compile('twin', accepted).evaluate('request', context)).error).toBeUndefined();
  });
});

describe('at the start', () => {
  const startWith = (code: string): void => {
    const { service } = appSync();
    declare(service, { schema: 'type Query { a: String }', resolvers: { 'Query.a': code } });
    service.start();
  };

  test.each(named)('%s: the API of the refused does not start, and that of its twin does', (_name, ruleCase) => {
    const { refused, accepted, line } = ruleCase;
    expect(() => startWith(refused)).toThrow(new RegExp(`^Resolver Query\\.a, code\\.js:${line}:\\d+: `));
    expect(() => startWith(accepted)).not.toThrow();
  });

  test.each([
    [10, undefined],
    [11, 'Resolver Query.a: a pipeline has at most 10 functions, this one has 11'],
  ])('a pipeline of %d functions', (length, refusal) => {
    const { service } = appSync();
    const functions = Array.from({ length }, () => ({ code: none('1') }));
    declare(service, { schema: 'type Query { a: String }', resolvers: { 'Query.a': { functions } } });
    const start = (): void => service.start();
    if (refusal) expect(start).toThrow(refusal);
    else expect(start).not.toThrow();
  });
});
