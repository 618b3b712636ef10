import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Lambda } from '../../../local/lambda/lambda.ts';
import { administrator, codeFolder, functionOf, functionResource, testCloud, testPorts } from './fixture.ts';

describe('a function', () => {
  it('gets the event and its answer is returned', async () => {
    const { invoke } = functionOf('export const handler = async (event) => ({ double: event.n * 2 });');
    expect(await invoke({ n: 21 })).toEqual({ payload: { double: 42 } });
  });

  it('that returns nothing answers null', async () => {
    expect(await functionOf('export const handler = async () => {};').invoke()).toEqual({ payload: null });
  });

  it("sees the template's variables and those of Lambda, and none of this process", async () => {
    const { invoke, cloud, folder } = functionOf('export const handler = async () => process.env;', {
      Environment: { Variables: { TABLE: 'lessons', SIZE: 3 } },
      MemorySize: 256,
    });
    const { payload } = await invoke();
    expect(payload).toMatchObject({
      TABLE: 'lessons',
      SIZE: '3',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'subject',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/subject',
      AWS_ACCESS_KEY_ID: 'key of subject of lambda.amazonaws.com',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL: cloud.url,
      LAMBDA_TASK_ROOT: folder,
      TZ: 'UTC',
    });
    expect(payload).not.toHaveProperty('VITEST');
  });

  it('gets a context', async () => {
    const { invoke } = functionOf(
      `export const handler = async (event, context) =>
        ({ ...context, remaining: context.getRemainingTimeInMillis() });`,
      { Timeout: 7 },
    );
    const { payload } = await invoke();
    expect(payload).toMatchObject({
      awsRequestId: expect.stringMatching(/^[\da-f-]{36}$/),
      functionName: 'subject',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:subject',
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/subject',
    });
    const { remaining } = payload as { remaining: number };
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThanOrEqual(7000);
  });

  it('keeps its module between invocations', async () => {
    const { invoke } = functionOf('let n = 0; export const handler = async () => (n += 1);');
    expect([await invoke(), await invoke()]).toEqual([{ payload: 1 }, { payload: 2 }]);
  });

  it('runs one invocation at a time in an instance, and overlapping ones in instances of their own', async () => {
    const { invoke } = functionOf(
      `let n = 0;
       export const handler = async () => { n += 1; await new Promise((done) => setTimeout(done, 30)); return n; };`,
    );
    const answers = await Promise.all([invoke(), invoke(), invoke()]);
    expect(answers.map(({ payload }) => payload)).toEqual([1, 1, 1]);
  });

  it('may be CommonJS, in a folder, with a nested export', async () => {
    const folder = codeFolder({ 'src/main.cjs': 'exports.api = { get: async () => "got" };' });
    const lambda = new Lambda(testCloud(), testPorts({ 'code.zip': folder }));
    lambda.resourceTypes['AWS::Lambda::Function'](functionResource({ Handler: 'src/main.api.get' }));
    const answer = await lambda.invoke({ principal: administrator }, 'subject', {}, 'RequestResponse');
    expect(answer).toEqual({ payload: 'got' });
  });

  it.each([
    ['CommonJS', 'exports.handler = async () => "inline";'],
    ['an ES module', 'export const handler = async () => "inline";'],
  ])('may stand in the template as %s', async (_, source) => {
    const { invoke } = functionOf('', { Code: { ZipFile: source } });
    expect(await invoke()).toEqual({ payload: 'inline' });
  });

  it('writes a log group in the lines of Lambda', async () => {
    const { invoke, logged } = functionOf(
      `export const handler = async () => { console.log('hello %s', 'you'); console.error(new Error('bad')); };`,
    );
    await invoke();
    const lines = logged().split('\n');
    expect(lines[0]).toMatch(/^START RequestId: [\da-f-]{36} Version: \$LATEST$/);
    expect(lines[1]).toMatch(/^\d{4}-.*Z\t[\da-f-]{36}\tINFO\thello you$/);
    expect(lines[2]).toMatch(/\tERROR\tError: bad$/);
    expect(logged()).toMatch(/\nEND RequestId: .*\nREPORT RequestId: .*\tBilled Duration: \d+ ms\tMemory Size: 128 MB/);
  });

  it('writes to its log what it prints past the console', async () => {
    const { invoke, logged } = functionOf(
      `export const handler = async () =>
        new Promise((done) => process.stdout.write('plain\\nlines\\n', () => process.stderr.write(Buffer.from('end'), done)));`,
    );
    await invoke();
    expect(logged()).toMatch(/^START .*\nplain\nlines\nend\nEND /);
  });

  it('does not keep the process alive, whatever it has left running', async () => {
    const program = `
      import { functionOf } from ${JSON.stringify(resolve('test/local/lambda/fixture.ts'))};
      const { invoke } = functionOf('setInterval(() => {}, 1000); export const handler = async () => "ran";');
      console.log((await invoke()).payload);`;
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { timeout: 20_000 });
    expect(stdout).toBe('ran\n');
  });

  it('writes JSON lines to the log group that the template names, if it says so', async () => {
    const { invoke, cloud } = functionOf('export const handler = async () => console.warn("careful");', {
      LoggingConfig: { LogGroup: '/aws/lambda/subject', LogFormat: 'JSON' },
    });
    const lines: unknown[] = [];
    cloud.log.write = (_, line) => void lines.push(JSON.parse(line));
    await invoke();
    expect(lines).toMatchObject([
      { type: 'platform.start' },
      { level: 'WARN', message: 'careful', requestId: expect.any(String) },
      { type: 'platform.report', record: { metrics: { memorySizeMB: 128 } } },
    ]);
  });

  it('is counted with the usage', async () => {
    const { invoke, cloud } = functionOf('export const handler = async () => 1;');
    await invoke();
    expect(cloud.usage.report()).toMatchObject({ requests: 1, byOperation: { 'lambda:Invoke': { requests: 1 } } });
  });
});
