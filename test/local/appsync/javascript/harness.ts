import { afterAll } from 'vitest';
import { JavaScriptRuntime, type Evaluation } from '../../../../local/appsync/javascript/runtime.ts';

/** The time of every evaluation: 2026-01-02T03:04:05.678Z. */
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

/** Runs the statements as the body of a request handler; every test file has a runtime of its own. */
export function useRuntime(timeoutMs?: number): (body: string, context?: unknown) => Evaluation {
  const runtime = new JavaScriptRuntime({ clock: { now: () => NOW }, ...(timeoutMs ? { timeoutMs } : {}) });
  afterAll(() => {
    runtime.close();
  });
  return (body, context = {}) =>
    runtime
      .compile(
        'test',
        `import { util, runtime, extensions } from '@aws-appsync/utils';
         import * as ddb from '@aws-appsync/utils/dynamodb';
         export function request(ctx) { ${body} }
         export function response(ctx) { return ctx.result; }`,
      )
      .evaluate('request', context);
}
