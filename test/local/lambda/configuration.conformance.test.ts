import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { functionOf } from './fixture.ts';

const variables = 'lambda/latest/dg/configuration-envvars.html';
const limits = 'lambda/latest/dg/gettingstarted-limits.html';
const environment = (Variables: Readonly<Record<string, string>>) => ({ Environment: { Variables } });

/** What `process.env` has in a function. */
async function variableOf(name: string, properties = {}): Promise<unknown> {
  const { invoke } = functionOf('export const handler = async (name) => process.env[name];', properties);
  return (await invoke(name)).payload;
}

describe('environment variables', () => {
  for (const [quote, name, expected] of [
    ['_HANDLER – The handler location configured on the function.', '_HANDLER', 'index.handler'],
    ['AWS_REGION – The AWS Region where the Lambda function is executed.', 'AWS_REGION', 'us-east-1'],
    [
      'AWS_EXECUTION_ENV – The runtime identifier, prefixed by AWS_Lambda_',
      'AWS_EXECUTION_ENV',
      'AWS_Lambda_nodejs24.x',
    ],
    ['AWS_LAMBDA_FUNCTION_NAME – The name of the function.', 'AWS_LAMBDA_FUNCTION_NAME', 'subject'],
    [
      'AWS_LAMBDA_FUNCTION_MEMORY_SIZE – The amount of memory available to the function in MB.',
      'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
      '128',
    ],
    [
      'AWS_LAMBDA_FUNCTION_VERSION – The version of the function being executed.',
      'AWS_LAMBDA_FUNCTION_VERSION',
      '$LATEST',
    ],
    ["TZ – The environment's time zone (UTC).", 'TZ', 'UTC'],
  ] as const) {
    documented(variables, quote, async () => {
      expect(await variableOf(name)).toBe(expected);
    });
  }

  documented(variables, 'LAMBDA_TASK_ROOT – The path to your Lambda function code.', async () => {
    const { invoke, folder } = functionOf('export const handler = async () => process.env.LAMBDA_TASK_ROOT;');
    expect(await invoke()).toEqual({ payload: folder });
  });
});

describe('quotas', () => {
  documented(limits, '4 KB, for all environment variables associated with the function, in aggregate', () => {
    expect(() => functionOf('', environment({ A: 'x'.repeat(4096 - '{"A":""}'.length) }))).not.toThrow();
    expect(() => functionOf('', environment({ A: 'x'.repeat(4097 - '{"A":""}'.length) }))).toThrow('4096 byte limit');
  });

  documented(limits, '128 MB to 10,240 MB, in 1-MB increments.', () => {
    expect(() => functionOf('', { MemorySize: 10_240 })).not.toThrow();
    expect(() => functionOf('', { MemorySize: 127 })).toThrow('MemorySize is 127');
    expect(() => functionOf('', { MemorySize: 10_241 })).toThrow('MemorySize is 10241');
  });

  documented(limits, '900 seconds (15 minutes)', () => {
    expect(() => functionOf('', { Timeout: 900 })).not.toThrow();
    expect(() => functionOf('', { Timeout: 901 })).toThrow('Timeout is 901');
  });

  documented(limits, '6 MB each for request and response (synchronous)', async () => {
    const { invoke } = functionOf('export const handler = async (event) => event.length ?? "x".repeat(6_291_557);');
    await expect(invoke('x'.repeat(6_291_455))).rejects.toMatchObject({ code: 'RequestEntityTooLargeException' });
    expect(await invoke('x'.repeat(6_291_454))).toEqual({ payload: 6_291_454 });
    expect(await invoke({})).toMatchObject({ payload: { errorType: 'Function.ResponseSizeTooLarge' } });
  });
});

describe('concurrency', () => {
  const concurrency = 'lambda/latest/dg/configuration-concurrency.html';
  const gated = `export const handler = async ({ ms }) => { await new Promise((done) => setTimeout(done, ms)); };`;

  documented(concurrency, 'To throttle a function, set the reserved concurrency to zero.', async () => {
    const { invoke } = functionOf(gated, { ReservedConcurrentExecutions: 0 });
    await expect(invoke({ ms: 0 })).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
  });

  documented(concurrency, 'Throttling errors occur when all of the concurrency in a pool is in use.', async () => {
    const { invoke } = functionOf(gated, { ReservedConcurrentExecutions: 2 });
    const both = Promise.all([invoke({ ms: 100 }), invoke({ ms: 100 })]);
    await expect(invoke({ ms: 0 })).rejects.toMatchObject({ code: 'TooManyRequestsException' });
    await both;
    await invoke({ ms: 0 });
  });
});

describe('synchronous invocation', () => {
  const sync = 'lambda/latest/dg/invocation-sync.html';

  documented(sync, 'If the function exits without error, the response is null.', async () => {
    expect(await functionOf('export const handler = async () => {};').invoke()).toEqual({ payload: null });
  });

  documented(
    sync,
    'If the function returns an object or error, the response is the object or error in JSON format.',
    async () => {
      const { invoke } = functionOf(
        'export const handler = async ({ fail }) => { if (fail) throw new Error("no"); return { n: 1 }; };',
      );
      expect((await invoke({})).payload).toEqual({ n: 1 });
      expect((await invoke({ fail: true })).payload).toMatchObject({ errorType: 'Error', errorMessage: 'no' });
    },
  );
});
