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

  it('lets asynchronous invocations come again a second later, then ever later', async () => {
    const { invoke, lambda, cloud } = functionOf('export const handler = async (event) => console.log(event);', {
      ReservedConcurrentExecutions: 1,
    });
    const lines: string[] = [];
    cloud.log.write = (_, line) => void lines.push(line);
    const ran = () => lines.filter((line) => line.includes('INFO')).map((line) => line.at(-1));
    await Promise.all([invoke('a', 'Event'), invoke('b', 'Event'), invoke('c', 'Event')]);
    await lambda.idle();
    expect(ran()).toEqual(['a']);
    cloud.clock.pass(1000);
    await lambda.idle();
    expect(ran()).toEqual(['a', 'b']);
    cloud.clock.pass(1999);
    await lambda.idle();
    expect(ran()).toEqual(['a', 'b']);
    cloud.clock.pass(1);
    await lambda.idle();
    expect(ran()).toEqual(['a', 'b', 'c']);
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

  it('that fails is retried after a minute, and two minutes after that', async () => {
    const { invoke, lambda, logged, cloud } = functionOf(failing);
    await invoke({}, 'Event');
    const tried = async (milliseconds: number) => {
      cloud.clock.pass(milliseconds);
      await lambda.idle();
      return logged().match(/\ttried$/gm)?.length;
    };
    expect(await tried(0)).toBe(1);
    expect(await tried(59_999)).toBe(1);
    expect(await tried(1)).toBe(2);
    expect(await tried(119_999)).toBe(2);
    expect(await tried(1)).toBe(3);
    expect(await tried(3_600_000)).toBe(3);
  });

  it('that waits for its retry is retried by the next process', async () => {
    const stateFolder = mkdtempSync(join(tmpdir(), 'cloud-'));
    const before = functionOf(failing, {}, testCloud(stateFolder));
    await before.invoke({}, 'Event');
    await before.lambda.idle();
    await before.lambda.stop();
    const after = functionOf(failing, {}, testCloud(stateFolder));
    after.cloud.clock.time = before.cloud.clock.time + 30_000;
    after.lambda.start();
    await after.lambda.idle();
    expect(after.logged().match(/\ttried$/gm)).toHaveLength(1);
    after.cloud.clock.pass(30_000);
    await after.lambda.idle();
    expect(after.logged().match(/\ttried$/gm)).toHaveLength(2);
  });

  it('that waits for its retry is part of a snapshot', async () => {
    const { invoke, lambda, logged, cloud, folder } = functionOf(failing);
    await invoke({}, 'Event');
    await lambda.idle();
    lambda.snapshot(join(folder, 'snapshot'));
    cloud.clock.pass(600_000);
    await lambda.idle();
    lambda.restore(join(folder, 'snapshot'));
    await lambda.idle();
    cloud.clock.pass(600_000);
    await lambda.idle();
    expect(logged().match(/\ttried$/gm)).toHaveLength(4);
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
