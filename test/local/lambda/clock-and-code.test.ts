import { describe, expect, it } from 'vitest';
import { codeFolder, functionOf } from './fixture.ts';

describe("a function's Date", () => {
  const dates = `import { statSync } from 'node:fs';
    const loadedAt = Date.now();
    export const handler = async (_, context) => ({
      loadedAt, now: Date.now(), date: new Date().getTime(), called: Date.parse(Date()),
      fixed: new Date(0).toISOString(), utc: Date.UTC(2026, 0), isDate: new Date() instanceof Date,
      fileIsDate: statSync('.').mtime instanceof Date, constructed: new Date().constructor === Date,
      remaining: context.getRemainingTimeInMillis(),
    });`;

  it("follows the cloud's clock", async () => {
    const { invoke, cloud } = functionOf(dates);
    cloud.clock.time = Date.parse('2030-01-01T00:00:00Z');
    const { payload } = (await invoke()) as { payload: Record<string, number> };
    for (const key of ['loadedAt', 'now', 'date', 'called']) {
      expect(Math.abs((payload[key] ?? 0) - cloud.clock.time), key).toBeLessThan(20_000);
    }
    expect(payload).toMatchObject({
      fixed: '1970-01-01T00:00:00.000Z',
      utc: Date.UTC(2026, 0),
      isDate: true,
      fileIsDate: true,
      constructed: true,
    });
    expect(payload.remaining).toBeGreaterThan(0);
    expect(payload.remaining).toBeLessThanOrEqual(3000);
  });

  it('moves with it between two invocations', async () => {
    const { invoke, cloud } = functionOf('export const handler = async () => Date.now();');
    const first = (await invoke()).payload as number;
    cloud.clock.pass(86_400_000);
    const second = (await invoke()).payload as number;
    expect(second - first).toBeGreaterThan(86_400_000 - 60_000);
    expect(second - first).toBeLessThan(86_400_000 + 60_000);
  });
});

describe('other code for a function', () => {
  it('is run by the next invocation; what is under way ends with the code that it began with', async () => {
    const { invoke, lambda } = functionOf(
      'export const handler = async ({ wait }) => { await new Promise((done) => setTimeout(done, wait)); return "old"; };',
    );
    await invoke({ wait: 0 });
    const underWay = invoke({ wait: 100 });
    const folder = codeFolder({ 'index.mjs': 'export const handler = async () => "new";' });
    expect(lambda.replaceCode({ kind: 'Asset', objectKey: 'code.zip', folder })).toBe(true);
    expect(await invoke()).toEqual({ payload: 'new' });
    expect(await underWay).toEqual({ payload: 'old' });
  });

  it('is for functions that are made of that asset', () => {
    const { lambda } = functionOf('');
    expect(lambda.replaceCode({ kind: 'Asset', objectKey: 'other.zip', folder: '.' })).toBe(false);
    expect(lambda.replaceCode({ kind: 'Resolver', name: 'Query.a', code: '' })).toBe(false);
  });
});

describe('a callback', () => {
  it('answers in a runtime before Node.js 24', async () => {
    const { invoke } = functionOf('export const handler = (event, context, callback) => callback(null, event.n);', {
      Runtime: 'nodejs22.x',
    });
    expect(await invoke({ n: 5 })).toEqual({ payload: 5 });
  });

  it('fails the invocation by its first argument', async () => {
    const { invoke } = functionOf('export const handler = (event, context, callback) => callback(new Error("no"));', {
      Runtime: 'nodejs20.x',
    });
    expect(await invoke()).toMatchObject({ functionError: 'Unhandled', payload: { errorMessage: 'no' } });
  });
});

it('a response of more than 6 MB fails the invocation', async () => {
  const { invoke } = functionOf('export const handler = async () => "x".repeat(6_291_557);');
  expect(await invoke()).toMatchObject({
    functionError: 'Unhandled',
    payload: {
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    },
  });
});

describe('a fault', () => {
  const counting = 'let n = 0; export const handler = async () => (n += 1);';

  it.each([
    ['throttle', 'TooManyRequestsException', 1],
    ['error', 'ServiceException', 1],
    ['crashAfterCommit', 'ServiceException', 2],
  ] as const)('%s of Invoke is answered by %s', async (kind, code, next) => {
    const { invoke, cloud } = functionOf(counting);
    cloud.faults.plan({ service: 'lambda', operation: 'Invoke', kind, count: 1 });
    await expect(invoke()).rejects.toMatchObject({ code });
    expect(await invoke()).toEqual({ payload: next });
  });
});
