import { describe, expect, test } from 'vitest';
import { checkCode } from '../../../../local/appsync/javascript/check.ts';

/** Statements of a request handler. */
function inHandler(body: string): string {
  return `import { util, runtime, extensions } from '@aws-appsync/utils';
import * as ddb from '@aws-appsync/utils/dynamodb';
export function request(ctx) { ${body} }
export const response = (ctx) => ctx.result;`;
}

/** A module around other statements at its top. */
function atTop(statements: string): string {
  return `${statements}\nexport function request(ctx) { return {}; }\nexport function response(ctx) { return ctx.result; }`;
}

function messages(code: string): string[] {
  return checkCode(code).map(({ message }) => message);
}

const list = 'const list = ctx.args.list;';
/** What is refused, a twin that says the same and is accepted, and what the refusal names. */
const rules: [string, string, string, string][] = [
  ['for(;;)', 'for (let i = 0; i < 2; i += 1) {}', 'for (const i of [0, 1]) {}', 'for('],
  ['while', 'while (ctx.args.a) {}', 'if (ctx.args.a) {}', 'while'],
  ['do-while', 'do {} while (ctx.args.a);', 'for (const key in ctx.args) {}', 'do-while'],
  ['continue', 'for (const a of []) { if (a) continue; }', 'for (const a of []) { if (a) break; }', 'continue'],
  ['labels', 'out: for (const a of []) break out;', 'for (const a of []) break;', 'labeled'],
  ['try', 'try { ctx.a(); } catch {}', 'if (ctx.args.a) ctx.args.a;', 'try'],
  ['throw', `throw 'x';`, `util.error('x');`, 'throw'],
  ['class declarations', 'class A {}', 'const a = {};', 'class'],
  ['class expressions', 'const A = class {};', 'const A = {};', 'class'],
  ['this', 'return this;', 'return ctx;', 'this'],
  ['new', 'return new Array(3);', 'return [1, 2, 3];', 'new'],
  ['async functions', 'const f = async () => 1;', 'const f = () => 1;', 'async'],
  ['generators', 'function* f() { return 1; }', 'function f() { return 1; }', 'generator'],
  ['yield', 'function* f() { yield 1; }', 'function f() { return 1; }', 'yield'],
  ['dynamic imports', `import('x');`, 'util.autoId();', 'dynamic import'],
  ['import.meta', 'return import.meta;', 'return ctx.info;', 'meta property'],
  ['++', 'let a = 0; a++;', 'let a = 0; a += 1;', '++'],
  ['prefix --', 'let a = 0; --a;', 'let a = 0; a -= 1;', '--'],
  ['~', 'return ~ctx.args.a;', 'return -ctx.args.a;', '~'],
  ['in', `return 'a' in ctx.args;`, `return Object.hasOwn(ctx.args, 'a');`, 'operator in'],
  ['instanceof', 'return ctx.args.a instanceof Array;', 'return Array.isArray(ctx.args.a);', 'instanceof'],
  ['regular expressions', 'return /a/;', `return util.matches('a', 'a');`, 'regular expression'],
  ['getters', 'return { get a() { return 1; } };', 'return { a: 1 };', 'getter'],
  ['setters', 'return { set a(v) {} };', 'return { a: null };', 'setter'],
  ['Date', 'return Date.now();', 'return util.time.nowEpochMilliSeconds();', 'Date'],
  ['Map', 'return Map;', 'const Map = {}; return Map;', 'Map'],
  ['structuredClone', 'return structuredClone(ctx.args);', 'return { ...ctx.args };', 'structuredClone'],
  ['fetch', `fetch('http://a');`, `return { resourcePath: '/' };`, 'fetch'],
  ['process', 'return process.env.A;', 'return ctx.env.A;', 'process'],
  ['globalThis', 'return globalThis;', 'return ctx;', 'globalThis'],
  ['eval', `eval('1');`, `JSON.parse('1');`, 'eval'],
  ['Function', `Function('return 1')();`, 'const f = () => 1; f();', 'Function'],
  ['timers', 'setTimeout(1);', 'runtime.earlyReturn();', 'setTimeout'],
  ['Object.fromEntries', 'return Object.fromEntries([]);', 'return Object.entries({});', 'Object.fromEntries'],
  ['Object.freeze', 'return Object.freeze({});', 'return Object.assign({}, {});', 'Object.freeze'],
  ['Array.from', 'return Array.from([1]);', 'return [1].map((a) => a);', 'Array.from'],
  ['String.fromCharCode', 'return String.fromCharCode(65);', 'return String(65);', 'String.fromCharCode'],
  ['console.warn', `console.warn('a');`, `console.error('a');`, 'console.warn'],
  ['matchAll', `return 'a'.matchAll('a');`, `return 'a'.split('a');`, 'matchAll'],
  ['padStart', `return 'a'.padStart(2);`, `return 'a'.trimStart();`, 'padStart'],
  ['bind', 'const f = () => 1; f.bind(ctx);', 'const f = () => 1; f(ctx);', 'bind'],
  ['sort with an argument', `${list} list.sort((a, b) => a - b);`, `${list} list.sort();`, 'sort'],
  ['passing a function', 'const f = (g) => g; f(() => 1);', 'const f = (g) => g; f(1);', 'passed'],
  [
    'passing a function by name',
    'const f = (g) => g; const h = () => 1; f(h);',
    'const h = () => 1; [1].map(h);',
    'passed',
  ],
  [
    'returning a function',
    'const f = () => { return () => 1; };',
    'const f = () => { return [1].map(() => 1); };',
    'Returning',
  ],
  ['arrows to arrows', 'const f = () => () => 1;', 'const f = () => 1;', 'Returning'],
  ['naming a function again', 'const f = () => 1; const g = f;', 'const f = () => 1; const g = f();', 'Re-assigning'],
  ['recursion', 'const f = (n) => (n ? f(n - 1) : 0);', 'const f = (n) => (n ? n - 1 : 0);', 'Recursive'],
  [
    'recursion of two',
    'const f = () => g(); const g = () => f();',
    'const f = () => g(); const g = () => 1;',
    'Recursive',
  ],
  ['recursion in a callback', 'const f = (n) => n.map((m) => f(m));', 'const f = (n) => n.map((m) => m);', 'Recursive'],
  ['utilities that are not here', `return util.xml.toMap('<a/>');`, `return util.dynamodb.toMap({});`, 'util.xml'],
  ['helpers that are not here', 'return ddb.drop({});', `return ddb.get({ key: { id: '1' } });`, 'drop'],
];

describe('checkCode', () => {
  test.each(rules)('refuses %s', (_name, refused, _accepted, named) => {
    expect(messages(inHandler(refused))).toContainEqual(expect.stringContaining(named));
  });

  test.each(rules)('has nothing against the twin of %s', (_name, _refused, accepted) => {
    expect(messages(inHandler(accepted))).toEqual([]);
  });

  test.each([
    ['other modules', `import fs from 'node:fs';`, `import { util } from '@aws-appsync/utils';`],
    ['default imports', `import utils from '@aws-appsync/utils';`, `import * as utils from '@aws-appsync/utils';`],
    [
      'unknown exports',
      `import { utli } from '@aws-appsync/utils';`,
      `import { put } from '@aws-appsync/utils/dynamodb';`,
    ],
    ['default exports', 'export default 1;', 'export const one = 1;'],
    ['exports from elsewhere', `export { put } from '@aws-appsync/utils/dynamodb';`, 'const a = 1; export { a };'],
  ])('refuses %s at the top, and not the twin', (_name, refused, accepted) => {
    expect(messages(atTop(refused))).not.toEqual([]);
    expect(messages(atTop(accepted))).toEqual([]);
  });

  test('accepts the whole of the supported language', () => {
    const body = `
      const { id, limit = 20, ...rest } = ctx.args;
      var total = 0;
      for (const [key, value] of Object.entries(rest)) { total += value ?? 0; if (key === 'end') break; }
      for (const key in rest) delete rest[key];
      switch (id) { case 'a': total **= 2; break; default: total |= 1; }
      const text = \`\${id?.toUpperCase()} of \${\`\${limit}\`}\` + String.raw\`\\n\`;
      const sum = [1, 2].flatMap((n) => [n, ...[n]]).reduce((a, b) => a + b, Math.max(0, -1));
      if (typeof text !== 'string' || void 0) { util.appendError('x'); } else { console.log(text, JSON.stringify(rest)); }
      return { [id]: text, sum, nan: isNaN(Number('x')), infinite: Infinity, ok: (() => true)() };`;
    expect(messages(inHandler(body))).toEqual([]);
  });

  test('takes util, runtime and extensions as globals too', () => {
    const code = atTop('const id = () => util.autoId(); const end = () => runtime.earlyReturn();');
    expect(messages(code)).toEqual([]);
  });

  test.each(['request', 'response'])('misses the export %s', (handler) => {
    const other = handler === 'request' ? 'response' : 'request';
    expect(messages(`export const ${other} = (ctx) => ctx;`)).toEqual([expect.stringContaining(`'${handler}'`)]);
  });

  test('knows handlers that are exported by a list or under another name', () => {
    expect(messages('const a = () => 1; function response() {} export { a as request, response };')).toEqual([]);
  });

  test('allows 32,768 characters and not one more', () => {
    const code = atTop('');
    const filled = `${code}${' '.repeat(32_768 - code.length)}`;
    expect(messages(filled)).toEqual([]);
    expect(messages(`${filled} `)).toEqual([expect.stringContaining('32769 characters')]);
  });

  test('says where: lines and columns count from one', () => {
    expect(checkCode(atTop('const a = 1;\n  debugger; const d = Date;'))).toEqual([
      { line: 2, column: 23, message: 'Date is not supported' },
    ]);
  });

  test('says where the code does not parse', () => {
    expect(checkCode('export function request( {')).toEqual([
      { line: 1, column: 27, message: expect.stringContaining('Parsing error') },
    ]);
  });
});
