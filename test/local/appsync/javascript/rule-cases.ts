/** A rule of APPSYNC_JS: code that breaks it, the line and words of its refusal, and a twin that AppSync accepts. */
export interface RuleCase {
  readonly rule: string;
  readonly refused: string;
  readonly line: number;
  readonly says: string;
  readonly accepted: string;
}

const IMPORTS = `import { util, runtime, extensions } from '@aws-appsync/utils';
import * as ddb from '@aws-appsync/utils/dynamodb';
`;
const RESPONSE = 'export const response = (ctx) => ctx.result;\n';

/** The module's fourth line. */
function inHandler(statements: string): string {
  return `${IMPORTS}export function request(ctx) {\n  ${statements}\n}\n${RESPONSE}`;
}

/** The module's first line. */
function atTop(statements: string): string {
  return `${statements}\nexport function request(ctx) { return {}; }\n${RESPONSE}`;
}

type Twins = readonly [rule: string, refused: string, accepted: string, says: string];

const handlerCases: readonly Twins[] = [
  ['no-for', 'for (let i = 0; i < 2; i += 1) {}', 'for (const i of [0, 1]) {}', 'For statements'],
  ['no-while', 'while (ctx.args.zero) {}', 'if (ctx.args.zero) {}', 'While statements'],
  ['no-do-while', 'do {} while (ctx.args.zero);', 'for (const key in ctx.args) {}', 'do...while'],
  ['no-continue', 'for (const a of []) { if (a) continue; }', 'for (const a of []) { if (a) break; }', 'Continue'],
  ['no-labels', 'out: for (const a of []) break out;', 'for (const a of []) break;', 'Labeled'],
  ['no-try', 'try { ctx.a(); } catch {}', 'if (ctx.args.a) ctx.args.a();', 'Try statements'],
  ['no-try', 'try { ctx.a(); } finally {}', 'return ctx.args.a?.();', 'Try statements'],
  ['no-throw', `throw 'x';`, `util.appendError('x');`, 'Throw statements'],
  ['no-classes', 'class A {}', 'const a = {};', 'Class'],
  ['no-classes', 'const A = class {};', 'const A = {};', 'Class'],
  ['no-this', 'return this;', 'return ctx.args;', 'This expressions'],
  ['no-new', 'return new Array(3);', 'return [1, 2, 3];', 'new is not supported'],
  ['no-async', 'const f = async () => 1;', 'const f = () => 1;', 'Async functions'],
  ['no-async', 'async function f() {}', 'function f() {}', 'Async functions'],
  ['no-await', 'const f = async () => { await 1; };', 'const f = () => { return 1; };', '`await`'],
  ['no-await', 'const f = async () => { for await (const a of []) {} };', 'for (const a of []) {}', '`await`'],
  ['no-generators', 'function* f() { return 1; }', 'function f() { return 1; }', 'Generator functions'],
  ['no-yield', 'function* f() { yield 1; }', 'function f() { return 1; }', 'Yield'],
  ['no-dynamic-import', `import('x');`, 'util.autoId();', 'Dynamic imports'],
  ['no-meta-property', 'return import.meta;', 'return ctx.info;', 'Meta properties'],
  ['no-disallowed-unary-operators', 'let a = 0; a++;', 'let a = 0; a += 1;', 'The operator ++'],
  ['no-disallowed-unary-operators', 'let a = 0; --a;', 'let a = 0; a -= 1;', 'The operator --'],
  ['no-disallowed-unary-operators', 'return ~ctx.args.zero;', 'return -ctx.args.zero;', 'The operator ~'],
  [
    'no-disallowed-binary-operators',
    'return ctx.args.list instanceof Array;',
    'return Array.isArray(ctx.args.list);',
    'The operator instanceof',
  ],
  ['no-in-operator', `return 'a' in ctx.args;`, `return Object.hasOwn(ctx.args, 'a');`, 'in operator'],
  ['no-regex', 'return /a/;', `return util.matches('a', 'a');`, 'Regex literals'],
  ['no-regex', `return 'aa'.replace(/a/, 'b');`, `return 'aa'.replace('a', 'b');`, 'Regex literals'],
  ['no-accessors', 'return { get a() { return 1; } };', 'return { a: 1 };', 'Getters and setters'],
  ['no-accessors', 'return { set a(v) {} };', 'return { a: null };', 'Getters and setters'],
  ['known-names', 'return { nextToken };', 'const { nextToken } = ctx.args; return { nextToken };', `'nextToken'`],
  ['known-names', 'total = 1;', 'var total = 1;', `Cannot find name 'total'.`],
  ['known-names', 'return Date.now();', 'return util.time.nowEpochMilliSeconds();', 'Date is not supported'],
  ['known-names', 'return Promise.resolve(1);', 'return 1;', 'Promise is not supported'],
  ['known-names', 'return Map;', 'const Map = {}; return Map;', 'Map is not supported'],
  ['known-names', 'return structuredClone(ctx.args);', 'return { ...ctx.args };', 'structuredClone'],
  ['known-names', `fetch('http://a');`, `return { resourcePath: '/' };`, 'fetch'],
  ['known-names', 'return process.env.A;', 'return ctx.env?.A;', 'process'],
  ['known-names', 'return globalThis;', 'return ctx.args;', 'globalThis'],
  ['known-names', `eval('1');`, `JSON.parse('1');`, 'eval'],
  ['known-names', `Function('return 1')();`, 'const f = () => 1; f();', 'Function'],
  ['known-names', 'setTimeout(1);', 'runtime.earlyReturn();', 'setTimeout'],
  ['known-statics', 'return Object.fromEntries([]);', 'return Object.entries({});', 'Object.fromEntries'],
  ['known-statics', 'return Object.freeze({});', 'return Object.assign({}, {});', 'Object.freeze'],
  ['known-statics', 'return Object.getPrototypeOf({});', 'return Object.values({});', 'Object.getPrototypeOf'],
  ['known-statics', 'return Array.from([1]);', 'return [1].map((a) => a);', 'Array.from'],
  ['known-statics', 'return String.fromCharCode(65);', 'return String(65);', 'String.fromCharCode'],
  ['known-statics', `console.warn('a');`, `console.error('a');`, 'console.warn'],
  ['known-utilities', `return util.toJson({});`, `return JSON.stringify({});`, 'util.toJson'],
  ['known-utilities', 'return ddb.drop({});', `return ddb.get({ key: { id: '1' } });`, 'drop'],
  ['no-disallowed-methods', `return 'a'.matchAll('a');`, `return 'a'.split('a');`, 'String.matchAll'],
  ['no-disallowed-methods', 'return `a`.padStart(2);', 'return ` a`.trimStart();', 'String.padStart'],
  ['no-disallowed-methods', 'return [1].entries();', 'return Object.entries([1]);', 'Array.entries'],
  ['no-disallowed-methods', 'return [1].map((n) => n).keys();', 'return Object.keys([1]);', 'Array.keys'],
  [
    'no-disallowed-methods',
    'const a = [1]; return a.copyWithin(0, 0);',
    'const a = { repeat: () => 1 }; return a.repeat();',
    'Array.copyWithin',
  ],
  ['no-disallowed-methods', 'const f = () => 1; f.bind(ctx);', 'const f = () => 1; f(ctx);', 'Function.bind'],
  ['no-disallowed-methods', 'const f = () => 1; f.call();', 'const f = () => 1; f();', 'Function.call'],
  ['no-disallowed-methods', 'function f() {} f.apply(null, []);', 'function f() {} f(...[]);', 'Function.apply'],
  ['no-sort-arguments', 'ctx.args.list.sort((a, b) => a - b);', 'ctx.args.list.sort();', 'sort'],
  ['no-function-passing', 'const f = (g) => g; f(() => 1);', 'const f = (g) => g; f(1);', 'passed'],
  ['no-function-passing', 'const f = (g) => g; const h = () => 1; f(h);', 'const h = () => 1; [1].map(h);', 'passed'],
  [
    'no-function-return',
    'const f = () => { return () => 1; };',
    'const f = () => { return [1].map(() => 1); };',
    'returning',
  ],
  ['no-function-return', 'const f = () => () => 1;', 'const f = () => 1;', 'returning'],
  ['no-function-reassign', 'const f = () => 1; const g = f;', 'const f = () => 1; const g = f();', 're-assigning'],
  ['no-function-reassign', 'const f = () => 1; let g; g = f;', 'const f = () => 1; let g; g = f();', 're-assigning'],
  ['no-recursion', 'const f = (n) => (n ? f(n - 1) : 0);', 'const f = (n) => (n ? n - 1 : 0);', 'Recursive'],
  ['no-recursion', 'const f = () => g(); const g = () => f();', 'const f = () => g(); const g = () => 1;', 'Recursive'],
  ['no-recursion', 'const f = (n) => n.map((m) => f(m));', 'const f = (n) => n.map((m) => m);', 'Recursive'],
  ['no-disallowed-re-assignment', 'ctx = {};', 'const context = {};', 'ctx is readonly'],
  ['no-disallowed-re-assignment', 'ctx.args = {};', 'ctx.args.a = {};', 'Adding/Updating args'],
  ['no-disallowed-re-assignment', `ctx['stash'] = {};`, `ctx.stash['a'] = {};`, 'Adding/Updating stash'],
  ['no-disallowed-re-assignment', 'ctx.mine = 1;', 'const ctx2 = { ...ctx }; ctx2.mine = 1;', 'Adding/Updating mine'],
  ['no-disallowed-re-assignment', 'delete ctx.args;', 'delete ctx.args.a;', 'Adding/Updating args'],
  ['no-disallowed-re-assignment', 'for (ctx.args in {}) {}', 'for (ctx.args.a in {}) {}', 'Adding/Updating args'],
];

const topCases: readonly Twins[] = [
  ['known-imports', `import fs from 'node:fs';`, `import { util } from '@aws-appsync/utils';`, 'node:fs'],
  ['known-imports', `import x from './mine.js';`, `import * as all from '@aws-appsync/utils';`, './mine.js'],
  ['known-imports', `import utils from '@aws-appsync/utils';`, `import * as u from '@aws-appsync/utils';`, 'default'],
  [
    'known-imports',
    `import { utli } from '@aws-appsync/utils';`,
    `import { put } from '@aws-appsync/utils/dynamodb';`,
    'utli',
  ],
  ['own-exports', 'export default 1;', 'export const one = 1;', 'default export'],
  ['own-exports', `export { put } from '@aws-appsync/utils/dynamodb';`, 'const a = 1; export { a };', 'another module'],
  ['own-exports', `export * from '@aws-appsync/utils';`, 'const a = 1; export { a as b };', 'another module'],
  ['parses', 'const a = ;', 'const a = 1;', 'Parsing error: Unexpected token'],
  ['code-size', ' '.repeat(32_768), ' '.repeat(32_768 - atTop('').length), 'at most 32768'],
];

const complete = atTop('');

/** Every rule of a module, each with at least one pair of twins. */
export const ruleCases: readonly RuleCase[] = [
  ...handlerCases.map(([rule, refused, accepted, says]) => ({
    ...{ rule, refused: inHandler(refused), line: 4, says },
    accepted: inHandler(accepted),
  })),
  ...topCases.map(([rule, refused, accepted, says]) => ({
    ...{ rule, refused: atTop(refused), line: 1, says },
    accepted: atTop(accepted),
  })),
  {
    ...{ rule: 'request-handler', line: 1, says: `'request'` },
    refused: complete.replace('function request', 'function other'),
    accepted: complete.replace('const response', 'const other'),
  },
];
