import { afterAll, describe, expect } from 'vitest';
import { checkCode } from '../../../../local/appsync/javascript/check.ts';
import { JavaScriptRuntime, type Evaluation } from '../../../../local/appsync/javascript/runtime.ts';
import { documented } from '../../support/documented.ts';
import { moduleOf } from './harness.ts';

const FEATURES = 'appsync/latest/devguide/supported-features.html';
const runtime = new JavaScriptRuntime({ clock: { now: () => 0 } });
afterAll(() => {
  runtime.close();
});

/** The code is taken, and its request handler returns this. */
async function returns(expected: unknown, body: string, context: unknown = {}): Promise<void> {
  expect(checkCode(moduleOf(body))).toEqual([]);
  const { result, error } = await evaluate(body, context);
  expect(error).toBeUndefined();
  expect(result).toEqual(expected);
}

function evaluate(body: string, context: unknown = {}): Promise<Evaluation> {
  return runtime.compile('a', moduleOf(body)).evaluate('request', context);
}

/** The code is refused on its only line, in these words. */
function isRefused(body: string, says: string): void {
  expect(checkCode(moduleOf(body)).map(({ line, message }) => ({ line, message }))).toContainEqual({
    line: 3,
    message: expect.stringContaining(says),
  });
}

describe('core features', () => {
  documented(FEATURES, 'standard math operators (+, -, /, %, *, etc.)', () =>
    returns([5, 1, 1.5, 1, 6, 9], 'return [3 + 2, 3 - 2, 3 / 2, 3 % 2, 3 * 2, 3 ** 2];'),
  );
  documented(FEATURES, 'nullish coalescing operator (??)', () => returns([0, 1], 'return [0 ?? 1, null ?? 1];'));
  documented(FEATURES, 'Optional chaining (?.)', () => returns([], 'return [].concat(ctx.args.a?.b.c ?? []);'));
  documented(FEATURES, 'void and typeof operators', () => returns('number', 'return void 0 ?? typeof 1;'));
  documented(FEATURES, 'spread operators (...)', () =>
    returns({ a: [1, 2], b: 3 }, 'const o = { b: 3 }; return { a: [...[1, 2]], ...o };'),
  );
  documented(FEATURES, 'unary operators (++, --, and ~)', () => {
    isRefused('let a = 0; a++;', '++');
    isRefused('let a = 0; --a;', '--');
    isRefused('return ~1;', '~');
  });
  documented(
    FEATURES,
    'Use the Object.hasOwn operator to check if the specified property is in the specified object.',
    async () => {
      isRefused(`return 'a' in ctx.args;`, 'Use Object.hasOwn()');
      await returns([true, false], `return [Object.hasOwn({ a: 1 }, 'a'), Object.hasOwn({}, 'a')];`);
    },
  );
  documented(FEATURES, 'The exceptions are for-in and for-of expressions, which are supported.', () =>
    returns(
      ['a', 1],
      'const out = []; for (const k in { a: 1 }) out.push(k); for (const v of [1]) out.push(v); return out;',
    ),
  );
  documented(FEATURES, 'The following ES 6 template literals are supported:', () =>
    returns('a\nb 1 (2)', ['return `a\nb ', '{1} ', '{`(', '{2})`}`;'].join('$')),
  );
  documented(FEATURES, 'Function declarations are supported.', () =>
    returns(2, 'return twice(1); function twice(n) { return n * 2; }'),
  );
  documented(FEATURES, 'ES 6 arrow functions are supported.', () => returns(2, 'const f = (n) => n * 2; return f(1);'));
  documented(FEATURES, 'ES 6 rest parameter syntax is supported.', () =>
    returns([2, 3], 'const f = (first, ...rest) => rest; return f(1, 2, 3);'),
  );
  documented(FEATURES, 'Functions operate in strict mode by default', async () => {
    const { error } = await evaluate('const o = `a`; o.length = 2;');
    expect(error).toMatchObject({ type: 'Code', message: expect.stringContaining('TypeError') });
  });
  const UNSUPPORTED =
    'The following are not supported: catch continue do-while finally for(initialization; condition; afterthought)';
  documented(FEATURES, UNSUPPORTED, () => {
    isRefused('try { ctx.a(); } catch {}', 'Try statements');
    isRefused('for (const a of []) continue;', 'Continue statements');
    isRefused('do {} while (ctx.args.a);', 'do...while statements');
    isRefused('try { ctx.a(); } finally {}', 'Try statements');
    isRefused('for (;;) break;', 'For statements');
  });
  documented(FEATURES, 'throw try while labeled statements', () => {
    isRefused(`throw 'a';`, 'Throw statements');
    isRefused('while (ctx.args.a) {}', 'While statements');
    isRefused('a: for (const b of []) break a;', 'Labeled statements');
  });
});

describe('primitive objects', () => {
  documented(FEATURES, 'Object.assign() Object.entries() Object.hasOwn() Object.keys() Object.values()', () =>
    returns(
      [{ a: 1, b: 2 }, [['a', 1]], true, ['a'], [1]],
      `const o = { a: 1 }; return [Object.assign({ b: 2 }, o), Object.entries(o), Object.hasOwn(o, 'a'), Object.keys(o), Object.values(o)];`,
    ),
  );
  documented(
    FEATURES,
    'However, Java-styled regular expression constructs are supported in the provided parameter.',
    () =>
      returns(['x-b-c', 'x-x-x'], `return ['a-b-c'.replace('[a-c]', 'x'), 'a-b-c'.replaceAll('\\\\p{Lower}', 'x')];`),
  );
  documented(FEATURES, 'Regular expressions are not supported.', () =>
    isRefused(`return 'a'.replace(/a/, 'b');`, 'Regex'),
  );
  documented(FEATURES, 'The following primitive objects of ES and their functions are supported.', () =>
    returns(
      [3, 'b', 'abcd', true, 1, 3, 'bc', ['a', 'c'], true, 'abc', 'ABC', 'a', ' a', 'a ', '\\n', true, true],
      `const s = 'abc'; return [s.length, s.charAt(1), s.concat('d'), s.endsWith('c'), s.indexOf('b'), 'abcb'.lastIndexOf('b'),
       s.slice(1), 'abc'.split('b'), s.startsWith('a'), 'ABC'.toLowerCase(), s.toUpperCase(), ' a '.trim(), ' a '.trimEnd(),
       ' a '.trimStart(), String.raw\`\\n\`, Number.isFinite(1), Number.isNaN(NaN)];`,
    ),
  );
});

describe('built-in objects and functions', () => {
  documented(FEATURES, 'Math.random() Math.min() Math.max() Math.round() Math.floor() Math.ceil()', () =>
    returns(
      [1, 2, 2, 1, 2, true],
      'const n = Math.random(); return [Math.min(1, 2), Math.max(1, 2), Math.round(1.5), Math.floor(1.5), Math.ceil(1.5), n >= 0 && n < 1];',
    ),
  );
  documented(FEATURES, 'The following array methods are supported:', () =>
    returns(
      [2, [1, 2, 3], [0, 0], [1, 2], 1, '1-2', 1, 2, 3, [2, 1], 1, [2], [1, 2], [1], 3],
      `const a = [1, 2]; return [a.length, a.concat([3]), [1, 2].fill(0), [1, [2]].flat(), a.indexOf(2), a.join('-'), a.lastIndexOf(2),
       [1, 2].pop(), [1, 2].push(3), [1, 2].reverse(), [1, 2].shift(), a.slice(1), [2, 1].sort(), [1, 2].splice(0, 1), [2, 3].unshift(1)];`,
    ),
  );
  documented(FEATURES, "Array.prototype.sort() doesn't support arguments.", () =>
    isRefused('return [2, 1].sort((a, b) => a - b);', 'sort'),
  );
  documented(FEATURES, 'The following functions and objects are supported.', () =>
    returns(
      [3, [2, 4], [1, 1, 2, 2], [2], 3, '21', 2, true, false, 1, 2, 1],
      `const a = [1, 2]; let sum = 0; a.forEach((n) => { sum += n; });
       return [sum, a.map((n) => n * 2), a.flatMap((n) => [n, n]), a.filter((n) => n > 1), a.reduce((x, y) => x + y), a.reduceRight((x, y) => x + String(y), ''),
       a.find((n) => n > 1), a.some((n) => n > 1), a.every((n) => n > 1), a.findIndex((n) => n > 1), a.findLast((n) => n > 0), a.findLastIndex((n) => n > 0)];`,
    ),
  );
  documented(FEATURES, 'The apply, bind, and call methods not are supported.', () => {
    for (const method of ['apply', 'bind', 'call']) isRefused(`const f = () => 1; f.${method}(null);`, method);
  });
  documented(FEATURES, 'Function constructors are not supported.', () =>
    isRefused(`return Function('return 1')();`, 'Function'),
  );
  documented(FEATURES, 'Passing a function as an argument is not supported.', () =>
    isRefused('const f = (g) => g(); return f(() => 1);', 'passed as an argument'),
  );
  documented(FEATURES, 'Recursive function calls are not supported.', () =>
    isRefused('const f = (n) => (n > 0 ? f(n - 1) : 0); return f(3);', 'Recursive function calls'),
  );
  documented(FEATURES, 'Returns a blank string if the parsed string is not valid JSON.', () =>
    returns(['', { a: 1 }], `return [JSON.parse('{a'), JSON.parse('{"a":1}')];`),
  );
  documented(FEATURES, 'Async processes are not supported, and promises are not supported.', () => {
    isRefused('const f = async () => 1;', 'Async functions');
    isRefused('return Promise.resolve(1);', 'Promise');
  });
  documented(
    FEATURES,
    'Network and file system access is not supported within the APPSYNC_JS runtime in AWS AppSync.',
    () => {
      isRefused(`fetch('https://example.com');`, 'fetch');
      expect(checkCode(`import fs from 'fs';\n${moduleOf('')}`)[0]?.message).toContain(`Cannot import from 'fs'`);
    },
  );
  documented(FEATURES, 'The following global constants are supported:', () =>
    returns(
      [true, true, 'object', 'object', 'object'],
      'return [NaN !== NaN, 1 / 0 === Infinity, typeof util, typeof extensions, typeof runtime];',
    ),
  );
  documented(FEATURES, 'Throwing errors with throw is not supported.', () => isRefused(`throw 'a';`, 'util.error()'));
});

describe('code', () => {
  const page = 'appsync/latest/APIReference/API_Resolver.html';
  documented(page, 'Length Constraints: Minimum length of 1. Maximum length of 32768.', () => {
    const code = moduleOf('return 1;');
    expect(checkCode(code.padEnd(32_768))).toEqual([]);
    expect(checkCode(code.padEnd(32_769))).toHaveLength(1);
  });
  documented(page, 'The resolver code that contains the request and response functions.', () => {
    expect(checkCode('export const response = () => 1;')).toHaveLength(1);
    expect(checkCode('export const request = () => 1; export const response = () => 1;')).toEqual([]);
  });
});
