import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkCode } from '../../../../local/appsync/javascript/check.ts';
import { JavaScriptRuntime } from '../../../../local/appsync/javascript/runtime.ts';
import { startApi } from '../support/api.ts';
import { moduleOf, useSandbox } from './harness.ts';

const TIME_LIMIT_MS = 400;
const run = useSandbox(TIME_LIMIT_MS);
const runPatiently = useSandbox(4_000);
const numbers = Array.from({ length: 100 }, (_, index) => index);
const context = { args: { numbers, hostile: `${'a'.repeat(100_000)}b`, json: JSON.stringify(numbers) } };
const nested = (names: string, body: string): string =>
  [...names].reduceRight((inner, name) => `for (const ${name} of ctx.args.numbers) { ${inner} }`, body);
const callbacks = (names: string, body: string): string =>
  [...names].reduceRight((inner, name) => `ctx.args.numbers.forEach((${name}) => { ${inner} });`, body);

/** Code that AppSync would take, and that doesn't come to its end. */
const accepted: [string, string][] = [
  ['10^8 rounds and more of nested loops', `let n = 0; ${nested('abcdef', 'n += a;')} return n;`],
  ['10^8 callbacks and more', `let n = 0; ${callbacks('abcdef', 'n += a;')} return n;`],
  ['a list that grows while it is read', 'const a = [1]; for (const x of a) { a.push(x, x); }'],
  ['a pattern that backtracks for ever', `return util.matches('(a+)+$', ctx.args.hostile);`],
  ['a replacement that backtracks for ever', `return ctx.args.hostile.replace('(a+)+$', 'x');`],
  ['a replacement of all that backtracks for ever', `return ctx.args.hostile.replaceAll('(a+)+$', 'x');`],
  ['an array that doubles', 'let a = [1]; for (const n of ctx.args.numbers) { a = a.concat(a); } return a;'],
  ['an array spread into itself', 'let a = [1]; for (const n of ctx.args.numbers) { a = [...a, ...a]; } return a;'],
  ['a text that doubles', `let a = 'x'; for (const n of ctx.args.numbers) { a += a; } return a;`],
  ['texts that are kept', `const a = []; ${nested('bcdef', "a.push([b, c, d, e, f].join('-'));")} return a.length;`],
  ['objects that are kept', `const a = {}; ${nested('bcdef', "a[[b, c, d, e, f].join('-')] = {};")}`],
  [
    'JSON text in JSON text',
    'let a = ctx.args.json; for (const n of ctx.args.numbers) { a = JSON.stringify([a, a]); }',
  ],
  ['JSON that is parsed again and again', nested('abcde', 'JSON.parse(ctx.args.json);')],
  ['an array with a huge hole', 'const a = []; a.length = 4000000000; return a.map((x) => x);'],
  ['a fill of 10^8 elements', 'const a = []; a.length = 100000000; return a.fill(0);'],
  ['an answer nested beyond measure', 'let a = []; for (const x of ctx.args.hostile.split("")) { a = [a]; } return a;'],
  [
    'an answer of 10 MB',
    `let a = 'xxxxxxxxxx'; for (const n of [1, 2, 3, 4, 5, 6]) { a = [a, a, a, a, a, a, a, a, a, a].join(''); } return a;`,
  ],
  ['logs without end', nested('abcde', 'console.log(ctx.args.hostile);')],
  ['errors without end', nested('abcde', 'util.appendError(ctx.args.hostile);')],
];

/** Code that AppSync refuses, and that ends all the same should it get so far. */
const refused: [string, string][] = [
  ['an endless loop', 'while (true) {}'],
  ['a loop without a body', 'for (;;);'],
  ['recursion', 'const f = () => f(); return f();'],
  ['recursion through a callback', 'const f = (x) => [x].map(f); return f(1);'],
  ['a getter in the answer', 'return { get a() { while (true) {} } };'],
  ['a toJSON in the answer', 'return { toJSON() { for (;;); } };'],
  ['an error that is caught', 'const f = () => { try { f(); } finally { f(); } }; f();'],
  ['10^8 elements at once', 'return Array.from({ length: 1e8 });'],
  ['10^8 elements filled', 'return Array(1e8).fill(0);'],
];

describe('code that does not end by itself', () => {
  test.each(accepted)('%s: AppSync takes it', (_name, body) => {
    expect(checkCode(moduleOf(body))).toEqual([]);
  });

  test.each([...accepted, ...refused])(
    '%s: ends with an error of the code, and the next run answers',
    async (_name, body) => {
      expect((await run(body, context)).error).toMatchObject({ type: 'Code' });
      expect((await run('return ctx.args.numbers.length;', context)).result).toBe(100);
    },
  );

  test('the error names the limit', async () => {
    const { error } = await run('while (true) {}');
    expect(error?.message).toBe(`test: the request handler exceeded its time limit of ${TIME_LIMIT_MS} ms`);
  });

  test('those that wait behind it get their answers, in a process without it', async () => {
    const order: string[] = [];
    const noted = async (name: string, body: string): Promise<unknown> => {
      const { result, error } = await runPatiently(body);
      order.push(name);
      return result ?? error?.type;
    };
    const all = [noted('endless', 'while (true) {}'), noted('first', 'return 1;'), noted('second', 'return 2;')];
    expect(await Promise.all(all)).toEqual(['Code', 1, 2]);
    expect(order).toEqual(['first', 'second', 'endless']);
  });

  test('many at once end one by one, and none takes another with it', async () => {
    const bodies = Array.from({ length: 12 }, (_, index) => (index % 3 === 0 ? 'while (true) {}' : `return ${index};`));
    const answers = await Promise.all(bodies.map((body) => run(body)));
    expect(answers.map(({ result, error }) => result ?? error?.type)).toEqual(
      bodies.map((_, index) => (index % 3 === 0 ? 'Code' : index)),
    );
  });

  test('code that takes the memory of its process leaves the others be', async () => {
    const greedy = `let a = null; ${nested('bcdef', 'a = { a, b, c, d, e, f };')}`;
    const bodies = ['return 1;', greedy, 'return 2;', 'return 3;'];
    const answers = await Promise.all(bodies.map((body) => runPatiently(body, context)));
    expect(answers.map(({ result, error }) => result ?? error?.message)).toEqual([
      1,
      'test: the request handler used more memory than it may',
      2,
      3,
    ]);
  });
});

describe('while code runs away', () => {
  let worst = 0;
  let memory = 0;
  const delay = monitorEventLoopDelay({ resolution: 10 });
  beforeAll(() => {
    memory = process.memoryUsage.rss();
    delay.enable();
  });
  afterAll(() => {
    delay.disable();
  });

  test('the API answers others, and the process within a second', async () => {
    const queries = accepted.map(([, body], index) => [`a${index}`, body] as const);
    const api = await startApi({
      schema: `type Query { quick: Int ${queries.map(([name]) => `${name}(numbers: [Int], hostile: String, json: String): AWSJSON`).join(' ')} }`,
      resolvers: {
        'Query.quick': `export const request = () => ({ payload: 1 }); export const response = (ctx) => ctx.result;`,
        ...Object.fromEntries(queries.map(([name, body]) => [`Query.${name}`, moduleOf(body)])),
      },
    });
    const variables = context.args;
    const attack = { isOver: false };
    const attacks = Promise.all(
      queries.map(([name]) =>
        api.query(
          `query ($numbers: [Int], $hostile: String, $json: String) { ${name}(numbers: $numbers, hostile: $hostile, json: $json) }`,
          variables,
        ),
      ),
    ).finally(() => (attack.isOver = true));
    let answered = 0;
    while (!attack.isOver) {
      const start = performance.now();
      const { status } = await fetch(`${api.url}/elsewhere`);
      worst = Math.max(worst, performance.now() - start);
      expect(status).toBe(404);
      const { body } = await api.query('{ quick }');
      expect(body).toEqual({ data: { quick: 1 } });
      answered += 1;
    }
    for (const { body } of await attacks) expect(body.errors?.[0]).toMatchObject({ errorType: 'Code' });
    expect(answered).toBeGreaterThan(0);
    expect(worst).toBeLessThan(1_000);
    expect(delay.max / 1e6).toBeLessThan(1_000);
    expect(process.memoryUsage.rss() - memory).toBeLessThan(200 * 2 ** 20);
  }, 60_000);
});

describe('a runtime that was closed', () => {
  test('has ended what was under way', async () => {
    const runtime = new JavaScriptRuntime({ clock: { now: () => 0 } });
    const endless = runtime.compile('a', moduleOf('while (true) {}')).evaluate('request', {});
    runtime.close();
    expect((await endless).error).toMatchObject({ type: 'Code' });
  });
});
