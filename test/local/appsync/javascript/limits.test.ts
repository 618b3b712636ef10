import { describe, expect, test } from 'vitest';
import { useRuntime } from './harness.ts';

const run = useRuntime(400);
const numbers = Array.from({ length: 100 }, (_, index) => index);
const context = { args: { numbers, hostile: `${'a'.repeat(100_000)}b` } };
const each = (names: string, body: string) =>
  [...names].reduceRight((inner, name) => `for (const ${name} of ctx.args.numbers) { ${inner} }`, body);

describe('code that does not end by itself', () => {
  test.each([
    ['an endless loop', 'while (true) {}'],
    ['10^10 rounds of nested loops', each('abcde', 'ctx.stash.a = a;')],
    [
      'callbacks in callbacks',
      `${['a', 'b', 'c', 'd', 'e'].map((n) => `ctx.args.numbers.forEach((${n}) => {`).join('')} ctx.stash.a = a; ${'})'.repeat(5)};`,
    ],
    ['a pattern that backtracks for ever', `return util.matches('(a+)+$', ctx.args.hostile);`],
    ['a replacement that backtracks for ever', `return ctx.args.hostile.replaceAll('(a+)+$', 'x');`],
    ['a getter in the answer', 'return { get a() { while (true) {} } };'],
    ['10^8 elements at once', 'return Array.from({ length: 1e8 });'],
    ['10^8 elements filled', 'return Array(1e8).fill(0);'],
    ['an array that doubles', 'let a = [1]; for (const n of ctx.args.numbers) a = a.concat(a); return a;'],
    [
      'an array that is spread into itself',
      'let a = [1]; for (const n of ctx.args.numbers) a = [...a, ...a]; return a;',
    ],
    ['a list that grows while it is read', 'const a = [1]; for (const x of a) a.push(x, x);'],
    ['an array with a huge hole', 'const a = []; a.length = 4000000000; return a.map((x) => x);'],
    ['a text that doubles', `let a = 'x'; for (const n of ctx.args.numbers) a += a; return a;`],
    ['recursion without an end', 'const f = () => f(); return f();'],
    ['an answer nested beyond measure', 'let a = []; for (const x of [...ctx.args.hostile]) a = [a]; return a;'],
  ])('%s ends with an error of the code, and the next run answers', (_name, body) => {
    expect(run(body, context).error).toMatchObject({ type: 'Code' });
    expect(run('return ctx.args.numbers.length;', context).result).toBe(100);
  });

  test.each(['fill(0)', 'map((x) => x)', 'reverse()'])(
    'the engine’s own loop of %s is not begun over 4·10^9 elements',
    (call) => {
      const { error } = run(`const a = []; a.length = 4000000000; return a.${call};`);
      expect(error?.message).toContain('Invalid array length');
    },
  );

  test('the error names the limit', () => {
    expect(run('while (true) {}').error?.message).toBe('test: the request handler exceeded its time limit of 400 ms');
  });
});
