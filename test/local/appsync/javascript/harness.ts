import { afterAll } from 'vitest';
import { toFactory } from '../../../../local/appsync/javascript/factory.ts';
import { libraryText } from '../../../../local/appsync/javascript/library-text.ts';
import { Realm } from '../../../../local/appsync/javascript/realm.ts';
import { JavaScriptRuntime, type Evaluation } from '../../../../local/appsync/javascript/runtime.ts';

/** The time of every evaluation: 2026-01-02T03:04:05.678Z. */
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

/** A module whose request handler has these statements. */
export function moduleOf(body: string): string {
  return `import { util, runtime, extensions } from '@aws-appsync/utils';
         import * as ddb from '@aws-appsync/utils/dynamodb'; import * as rds from '@aws-appsync/utils/rds'; import * as ai from '@aws-appsync/utils/ai';
         export function request(ctx) { ${body} }
         export function response(ctx) { return ctx.result; }`;
}

/**
 * Runs the statements as the body of a request handler, in the sandbox's realm but in this process: what they may and
 * what the library answers. Every test file has a realm of its own.
 */
export function useRuntime(): (body: string, context?: unknown) => Evaluation {
  const realm = new Realm(libraryText());
  let count = 0;
  return (body, context = {}) => {
    const id = String((count += 1));
    realm.define(id, toFactory(moduleOf(body)).text);
    const answer = realm.run(id, 'request', JSON.stringify(context), NOW);
    if (answer === undefined) throw new Error('The code broke the evaluator');
    return JSON.parse(answer) as Evaluation;
  };
}

/** The same in a sandbox, as resolvers run. */
export function useSandbox(timeoutMs?: number): (body: string, context?: unknown) => Promise<Evaluation> {
  const runtime = new JavaScriptRuntime({ clock: { now: () => NOW }, ...(timeoutMs ? { timeoutMs } : {}) });
  afterAll(() => {
    runtime.close();
  });
  return (body, context) => runtime.compile('test', moduleOf(body)).evaluate('request', context ?? {});
}

/** The value of an expression in a request handler; what AppSync refuses is thrown, by its message. */
export function useValue(): (expression: string, context?: unknown) => unknown {
  const run = useRuntime();
  return (expression, context) => {
    const { result, error } = run(`return ${expression};`, context);
    if (error) throw new Error(error.message);
    return result;
  };
}
