import { describe, expect, test } from 'vitest';
import { CodeSyntaxError } from '../../../../local/appsync/javascript/syntax.ts';
import { useRuntime, useSandbox } from './harness.ts';

const run = useRuntime();
const runInSandbox = useSandbox();
const HOST_GLOBALS = [
  ...['process', 'require', 'module', 'globalThis', 'global', 'Buffer', 'setTimeout', 'queueMicrotask', 'fetch'],
  ...['WebAssembly', 'Atomics', 'SharedArrayBuffer', 'Proxy', 'Reflect', 'Function', 'eval', 'Symbol', 'Date'],
  ...['Promise', 'RegExp', 'Map', 'Set', 'WeakRef', 'Intl', 'Error', 'library', 'evaluate'],
];

/**
 * Ways out of a sandbox. None is held back by `checkCode` here: the evaluator is to withstand them alone.
 * Each returns true if it reached something of the host or of another run.
 */
const escapes: [string, string][] = [
  ['the constructor of the context', `return ctx.constructor?.constructor('return process')() !== undefined;`],
  ['the constructor of an array', `return [].constructor?.constructor('return process')() !== undefined;`],
  ['the constructor of a string', `return ''.constructor?.constructor('return process')() !== undefined;`],
  ['the constructor of a function', `return (() => {}).constructor?.('return process')() !== undefined;`],
  ['the constructor of an async function', `return Object.keys.constructor?.('return this')() !== undefined;`],
  ['the constructor of a utility', `return util.error.constructor?.('return process')() !== undefined;`],
  ['the constructor of a helper', `return ddb.get.constructor?.('return process')() !== undefined;`],
  ['the constructor of console.log', `return console.log.constructor?.('return process')() !== undefined;`],
  ['the constructor of a regular expression', `return /x/.constructor !== undefined;`],
  ['the constructor of a caught error', `try { null.x } catch (e) { return e.constructor !== undefined; }`],
  ['an error of a utility', `try { util.urlDecode('%'); } catch (e) { return e.constructor !== undefined; }`],
  [
    'a stack overflow in a utility',
    `const a = []; a[0] = a; try { util.dynamodb.toList(a); } catch (e) { return e.constructor !== undefined; }`,
  ],
  [
    'the loader of modules',
    `try { $load('node:fs'); } catch (e) { return e.message !== "Cannot find module 'node:fs'"; }`,
  ],
  ['the prototype by __proto__', `return ctx.__proto__ !== undefined || ({}).__defineGetter__ !== undefined;`],
  [
    'the prototype by a static method',
    `return Object.getPrototypeOf !== undefined || Object.setPrototypeOf !== undefined;`,
  ],
  ['this', `return (function () { return this; })() !== undefined;`],
  ['the caller', `try { return request.caller !== null; } catch { return false; }`],
  [
    'the arguments of the caller',
    `return (function () { try { return arguments.callee.caller !== undefined; } catch { return false; } })();`,
  ],
  ['Error.prepareStackTrace', `return typeof Error !== 'undefined';`],
  ['promises', `const p = (typeof Promise !== 'undefined'); return p;`],
  [
    'globals of the host',
    `return [${HOST_GLOBALS.map((name) => `typeof ${name}`).join(', ')}].some((type) => type !== 'undefined');`,
  ],
  ['the receiver of an array callback', `return [1].map(function () { return this !== undefined; })[0];`],
  ['the array that a callback gets', `return [1].map((x, i, list) => list.constructor !== undefined)[0];`],
  [
    'species',
    `const a = [1]; a.constructor = { [ctx.args.species]: () => 1 }; return Array.isArray(a.map((x) => x)) === false;`,
  ],
  ['adding a global', `try { leak = 1; return true; } catch { return false; }`],
  ['changing a utility', `try { util.error = () => {}; return true; } catch { return false; }`],
  ['changing a helper', `try { ddb.operations.add = () => {}; return true; } catch { return false; }`],
  ['changing Object.prototype', `try { Object.prototype.admin = true; } catch {} return ({}).admin === true;`],
  ['changing Array.prototype', `try { Array.prototype.map = () => 'x'; } catch {} return [1].map((x) => x) === 'x';`],
  ['changing String.prototype', `try { String.prototype.trim = () => 'x'; } catch {} return ' '.trim() === 'x';`],
  ['changing JSON', `try { JSON.stringify = () => '{}'; } catch {} return JSON.stringify(1) === '{}';`],
  ['changing an iterator', `try { [].keys; for (const x of [1]) {} } catch {} return [].keys !== undefined;`],
  ['the text of a function of the engine', `return ctx.args.constructor?.toString !== undefined;`],
  ['a constructor by a computed name', `return ctx['con' + 'structor'] !== undefined;`],
  ['a constructor by a name in escapes', `return ctx['\\x63onstructor']?.name === 'Object';`],
  ['a constructor behind a spread', `return ({ ...Object })['constructor'] !== undefined;`],
  ['a constructor by destructuring', `const { constructor: C } = [].map; return C !== undefined;`],
  ['eval by a name in escapes', `return typeof \\u0065val !== 'undefined';`],
  [
    'a replacer’s holder',
    `let seen = false; JSON.stringify([1], (k, v) => { seen = seen || v?.constructor !== undefined; return v; }); return seen;`,
  ],
  [
    'a reviver’s arguments',
    `let seen = false; JSON.parse('[1]', function () { seen = seen || this?.constructor !== undefined; return 1; }); return seen;`,
  ],
  ['a tag’s strings', `const tag = (strings) => strings.raw.constructor !== undefined; return tag\`a\`;`],
  ['a stack with paths of the host', `try { null.x } catch (e) { return String(e.stack).includes('/local/'); }`],
  [
    'the frames of a stack',
    `try { null.x } catch (e) { return e.stack.constructor !== undefined || typeof e.stack !== 'string'; }`,
  ],
  [
    'a callback’s caller',
    `return [1].map((x) => { try { return (function () { return arguments.callee; })() !== undefined; } catch { return false; } })[0];`,
  ],
  ['the loader under another name', `return [...arguments].some((given) => given?.constructor !== undefined);`],
  [
    'a getter that a utility reads',
    `const o = { get key() { return typeof process !== 'undefined'; } }; return ddb.get(o).key === true;`,
  ],
  [
    'a toString that a utility calls',
    `let seen = false; util.urlEncode({ toString() { seen = typeof process !== 'undefined'; return ''; } }); return seen;`,
  ],
  ['symbols of a prototype', `return Object.getOwnPropertySymbols !== undefined;`],
  ['a prototype in a literal', `const o = { __proto__: { admin: true } }; return ({}).admin === true;`],
  ['freezing what others use', `return Object.freeze !== undefined;`],
  ['replacing the context', `try { ctx.identity = { groups: ['Admin'] }; return true; } catch { return false; }`],
];

describe('a resolver can not reach', () => {
  test.each(escapes)('%s', (_name, body) => {
    const { result, error } = run(body);
    expect(result === true ? 'escaped' : 'held').toBe('held');
    // Either the expression is harmless or it fails as code does: never as an error of the host.
    expect(error?.type ?? 'Code').toBe('Code');
  });
});

test('nor in a process of its own', async () => {
  const answers = await Promise.all(escapes.map(([, body]) => runInSandbox(body)));
  expect(answers.map(({ result, error }) => [result === true, error?.type ?? 'Code'])).toEqual(
    escapes.map(() => [false, 'Code']),
  );
});

describe('a resolver has no way to', () => {
  test.each([
    ['import at run time', `import('node:fs').then((fs) => fs);`],
    ['read import.meta', 'return import.meta;'],
    ['await', 'const f = async () => { await 1; };'],
    ['make generators', 'function* f() {}'],
    ['hide code behind what a script takes for a comment', 'let a, b = {}; a <!--b[`\nimport("node:fs") //`]'],
  ])('%s: it is not compiled', (_name, body) => {
    expect(() => run(body)).toThrow(Error);
  });

  test('import another module: it fails when it runs', () => {
    const text = `import fs from 'node:fs';\nexport const request = () => fs;`;
    expect(() => run(`}\n${text}\nfunction x() {`)).toThrow(CodeSyntaxError);
  });
});

describe('what a run leaves', () => {
  test('a getter in the answer runs inside and can not see more', () => {
    expect(run(`return { get a() { return typeof process; } };`).result).toEqual({ a: 'undefined' });
  });

  test('an answer that fails to become text is an error of the code', () => {
    expect(run(`return { toJSON() { null.x; } };`).error).toMatchObject({ type: 'Code' });
    expect(run('const a = {}; a.a = a; return a;').error).toMatchObject({ type: 'Code' });
    expect(run('return 1n;').error).toMatchObject({ type: 'Code' });
  });

  test('a thrown value that lies about itself is an error of the code', () => {
    const { error } = run(`throw { get message() { throw 1; } };`);
    expect(error).toMatchObject({ type: 'Code' });
  });

  test('variables of the module start anew in each run', () => {
    const body = `counter.n = counter.n + 1; return counter.n; } const counter = { n: 0 }; function unused() {`;
    expect([run(body).result, run(body).result]).toEqual([1, 1]);
  });

  test.each([
    ['the stash', `ctx.stash.a = 1; return ctx.stash.a;`, `return ctx.stash.a ?? null;`],
    ['the arguments', `ctx.args.a = 1; return 1;`, `return ctx.args.a ?? null;`],
    [
      'a function’s own member',
      `const f = () => 1; f.count = (f.count ?? 0) + 1; return f.count;`,
      `return util.count ?? null;`,
    ],
    ['a utility’s member', `try { util.mine = 1; } catch {} return 1;`, `return util.mine ?? null;`],
    ['a module’s member', `try { ddb.mine = 1; } catch {} return 1;`, `return ddb.mine ?? null;`],
    ['a prototype’s member', `try { [].__proto__.mine = 1; } catch {} return 1;`, `return [].mine ?? null;`],
    [
      'what a helper returned',
      `const o = ddb.operations.add(1); o.mine = 1; return 1;`,
      `return ddb.operations.add(1).mine ?? null;`,
    ],
    ['logs and errors', `console.log(1); util.appendError('a'); return 1;`, `return null;`],
  ])('%s: nothing of it reaches the next run', (_name, first, second) => {
    expect(run(first).result).toBe(1);
    expect(run(second)).toEqual({ result: null, stash: {}, appended: [], logs: [] });
  });

  test('objects may have members that a prototype has too', () => {
    const { result } = run(`const o = {}; o.toString = 'a'; o.constructor = 'b'; o.valueOf = 'c'; return o;`);
    expect(result).toEqual({ toString: 'a', constructor: 'b', valueOf: 'c' });
  });

  test('a member named __proto__ in the context stays data', () => {
    const context = JSON.parse('{"args":{"__proto__":{"admin":true}}}') as unknown;
    expect(run('return { admin: ctx.args.admin ?? null, other: ({}).admin ?? null };', context).result).toEqual({
      admin: null,
      other: null,
    });
  });

  test('functions of the utilities don’t show the host’s text', () => {
    expect(run('return String(util.error);').result).not.toContain('native code');
  });
});
