import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { functionOf, testCloud } from './fixture.ts';

/** Answers once the file exists that the event names. */
const gated = `
  import { existsSync } from 'node:fs';
  export const handler = async ({ gate }) => {
    while (!existsSync(gate)) await new Promise((done) => setTimeout(done, 5));
    return 'done';
  };`;

describe('reserved concurrency', () => {
  it('throttles whoever comes when all instances are busy', async () => {
    const { invoke, folder } = functionOf(gated, { ReservedConcurrentExecutions: 1, Timeout: 20 });
    const first = invoke({ gate: join(folder, 'gate') });
    await expect(invoke({ gate: folder })).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      status: 429,
      details: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    });
    writeFileSync(join(folder, 'gate'), '');
    expect(await first).toEqual({ payload: 'done' });
    expect(await invoke({ gate: folder })).toEqual({ payload: 'done' });
  });

  it('of zero throttles everybody', async () => {
    const { invoke } = functionOf(gated, { ReservedConcurrentExecutions: 0 });
    await expect(invoke()).rejects.toMatchObject({ code: 'TooManyRequestsException' });
  });

  it('lets asynchronous invocations wait', async () => {
    const { invoke, lambda, cloud } = functionOf('export const handler = async (event) => console.log(event);', {
      ReservedConcurrentExecutions: 1,
    });
    const lines: string[] = [];
    cloud.log.write = (_, line) => void lines.push(line);
    await Promise.all([invoke('a', 'Event'), invoke('b', 'Event'), invoke('c', 'Event')]);
    await lambda.idle();
    expect(lines.filter((line) => line.includes('INFO')).map((line) => line.at(-1))).toEqual(['a', 'b', 'c']);
  });
});

describe('without reserved concurrency', () => {
  it('more callers than instances wait for their turn', async () => {
    const { invoke } = functionOf('export const handler = async (event) => event;');
    const answers = await Promise.all(Array.from({ length: 25 }, (_, n) => invoke(n)));
    expect(answers.map(({ payload }) => payload)).toEqual(Array.from({ length: 25 }, (_, n) => n));
  });
});

describe('an asynchronous invocation', () => {
  const failing = 'export const handler = async () => { console.log("tried"); throw new Error("no"); };';

  it('answers at once, and idle waits for it', async () => {
    const { invoke, lambda, logged } = functionOf('export const handler = async () => { console.log("ran"); };');
    expect(await invoke({}, 'Event')).toEqual({ payload: null });
    await lambda.idle();
    expect(logged()).toContain('ran');
  });

  it('that fails is retried twice', async () => {
    const { invoke, lambda, logged } = functionOf(failing);
    await invoke({}, 'Event');
    await lambda.idle();
    expect(logged().match(/\ttried$/gm)).toHaveLength(3);
  });

  it('that was under way when the cloud stopped runs after the next start', async () => {
    const stateFolder = mkdtempSync(join(tmpdir(), 'cloud-'));
    const before = functionOf('export const handler = () => new Promise(() => {});', {}, testCloud(stateFolder));
    await before.invoke({ n: 1 }, 'Event');
    await before.lambda.stop();
    await before.lambda.idle();

    const source = 'export const handler = async (event) => { console.log("n is " + event.n); };';
    const after = functionOf(source, {}, testCloud(stateFolder));
    after.lambda.start();
    await after.lambda.idle();
    expect(after.logged()).toContain('n is 1');

    const again = functionOf(source, {}, testCloud(stateFolder));
    again.lambda.start();
    await again.lambda.idle();
    expect(again.logged().match(/n is 1/g)).toHaveLength(1);
  });
});
