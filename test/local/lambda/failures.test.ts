import { describe, expect, it } from 'vitest';
import { codeFolder, declared, functionOf, functionResource, testCloud, testPorts, administrator } from './fixture.ts';
import { Lambda } from '../../../local/lambda/lambda.ts';

describe('a function that fails', () => {
  it('by an exception answers its name, message and trace, and lives on', async () => {
    const { invoke } = functionOf(
      `let n = 0;
       class TooSmall extends Error { name = 'TooSmall'; }
       export const handler = async ({ fail }) => { n += 1; if (fail) throw new TooSmall('is 3'); return n; };`,
    );
    expect(await invoke({ fail: true })).toEqual({
      functionError: 'Unhandled',
      payload: { errorType: 'TooSmall', errorMessage: 'is 3', trace: expect.arrayContaining(['TooSmall: is 3']) },
    });
    expect(await invoke({ fail: false })).toEqual({ payload: 2 });
  });

  it.each([
    ['by a thrown string', 'throw "no";', { errorType: 'string', errorMessage: 'no' }],
    ['by an answer that is no JSON', 'return 1n;', { errorType: 'Runtime.MarshalError' }],
    [
      'by leaving the process',
      'process.exit(3);',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(/^RequestId: .* exited with error: exit status 3$/),
      },
    ],
    [
      'by an unhandled rejection',
      'Promise.reject(new Error("lost")); await new Promise(() => {});',
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' },
    ],
    [
      'by an exception outside the handler',
      'setTimeout(() => { throw new RangeError("later"); }); await new Promise(() => {});',
      { errorType: 'RangeError', errorMessage: 'later' },
    ],
  ])('%s', async (_, body, payload) => {
    const { invoke } = functionOf(`export const handler = async () => { ${body} };`);
    expect(await invoke()).toMatchObject({ functionError: 'Unhandled', payload });
  });

  it('by taking too long is ended, in the words of Lambda, and the next invocation is a cold start', async () => {
    const { invoke, logged } = functionOf(
      `let n = 0; export const handler = async ({ hang }) => { n += 1; while (hang); return n; };`,
      { Timeout: 1 },
    );
    expect(await invoke({ hang: true })).toEqual({
      functionError: 'Unhandled',
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: [\da-f-]{36} Error: Task timed out after 1.00 seconds$/),
      },
    });
    expect(logged()).toContain('Task timed out after 1.00 seconds');
    expect(await invoke({})).toEqual({ payload: 1 });
  });

  it('by using more memory than it has', async () => {
    const { invoke } = functionOf(
      'const kept = []; export const handler = async () => { for (;;) kept.push(Array.from({ length: 1e5 }, Math.random)); };',
      { Timeout: 60 },
    );
    expect(await invoke()).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'Runtime.OutOfMemory', errorMessage: expect.stringContaining('signal: killed') },
    });
  });
});

describe('code that can not be loaded', () => {
  const load = async (files: Record<string, string>, Handler = 'index.handler') => {
    const lambda = new Lambda(testCloud(), testPorts({ 'code.zip': codeFolder(files) }));
    lambda.resourceTypes['AWS::Lambda::Function'](functionResource({ Handler }));
    return lambda.invoke({ principal: administrator }, 'subject', {}, 'RequestResponse');
  };

  it.each([
    ['no file', {}, 'index.handler', 'Runtime.ImportModuleError', /Cannot find module 'index'/],
    [
      'no such export',
      { 'index.mjs': 'export const other = 1;' },
      'index.handler',
      'Runtime.HandlerNotFound',
      /index.handler is undefined or not exported/,
    ],
    [
      'a syntax error',
      { 'index.mjs': 'export const = 1;' },
      'index.handler',
      'Runtime.UserCodeSyntaxError',
      /SyntaxError/,
    ],
    [
      'an unknown import',
      { 'index.mjs': 'import "nowhere-to-be-found";' },
      'index.handler',
      'Runtime.ImportModuleError',
      /nowhere-to-be-found/,
    ],
    [
      'a callback',
      { 'index.mjs': 'export const handler = (event, context, callback) => callback();' },
      'index.handler',
      'Runtime.CallbackHandlerDeprecated',
      /callback-based/,
    ],
    ['a handler without export', { 'index.mjs': '' }, 'index', 'Runtime.MalformedHandlerName', /Bad handler/],
    ['a failing module', { 'index.mjs': 'throw new TypeError("top")' }, 'index.handler', 'TypeError', /top/],
  ])('because of %s', async (_, files, handler, errorType, message) => {
    expect(await load(files as Record<string, string>, handler)).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType, errorMessage: expect.stringMatching(message) },
    });
  });
});

it('a function of another runtime is left out, by name; what refers to it ends the start', () => {
  const { lambda, cloud } = functionOf('');
  const declaredFunction = functionResource({ Runtime: 'python3.13' });
  expect(lambda.resourceTypes['AWS::Lambda::Function'](declaredFunction)).toEqual({
    ref: 'Subject',
    attributes: { Arn: 'inert:App/Subject.Arn' },
  });
  expect(cloud.terminal.join()).toContain('App/Subject: not run: runtime python3.13 is not run locally');
  const permission = { FunctionName: 'inert:App/Subject.Arn', Action: 'lambda:*', Principal: 's3.amazonaws.com' };
  lambda.resourceTypes['AWS::Lambda::Permission'](declared('Permission', 'AWS::Lambda::Permission', permission));
  expect(() => lambda.start()).toThrow('unknown function inert:App/Subject.Arn');
});

describe('a template is refused', () => {
  it.each([
    ['a network', { VpcConfig: {} }, 'App/Subject: VpcConfig is not run locally'],
    ['a topic for dead letters', { DeadLetterConfig: { TargetArn: 'arn:aws:sns:x' } }, 'only standard SQS queues'],
    ['an image', { PackageType: 'Image' }, 'container images are not run locally'],
    ['layers', { Layers: ['arn'] }, 'layers are not run locally'],
    ['an unknown asset', { Code: { S3Key: 'gone.zip' } }, 'function subject: the assembly has no asset gone.zip'],
    ['a timeout of 901 seconds', { Timeout: 901 }, 'Timeout is 901, but must be an integer from 1 to 900'],
    ['a variable of the runtime', { Environment: { Variables: { AWS_REGION: 'x' } } }, 'reserved keys .* AWS_REGION'],
    ['5 kB of variables', { Environment: { Variables: { A: 'x'.repeat(5000) } } }, 'exceed the 4096 byte limit'],
    ['an unknown role', { Role: 'arn:aws:iam::000000000000:role/gone' }, 'cannot be assumed by Lambda'],
  ])('for %s', (_, properties, message) => {
    expect(() => functionOf('', properties)).toThrow(new RegExp(message));
  });
});
