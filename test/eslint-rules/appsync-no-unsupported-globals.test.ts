import { appsyncNoUnsupportedGlobals } from '../../eslint-rules/appsync-no-unsupported-globals.ts';
import { ruleTester } from './rule-tester.ts';

const refused = (name: string) => [{ message: new RegExp(`has no \`${name}\``.replaceAll(/[.[\]]/g, '\\$&')) }];

ruleTester.run('appsync-no-unsupported-globals', appsyncNoUnsupportedGlobals, {
  valid: [
    { name: 'lets listed members pass', code: `Object.keys(a); Math.round(b); JSON.parse(c); Array.isArray(d);` },
    { name: 'lets listed values pass', code: `export const none = [undefined, NaN, Infinity];` },
    {
      name: 'lets the runtime’s own objects pass',
      code: `util.autoId(); extensions.evictFromApiCache('Query', 'a', {});`,
    },
    { name: 'lets imports pass', code: `import { Map } from '../model/map.ts'; Map.of();` },
    {
      name: 'lets an own name that hides a built-in pass',
      code: `function f(Date: { now: number }) { return Date.now; }`,
    },
    {
      name: 'lets types pass',
      code: `export function f(a: Map<string, Date>, b: Record<string, number>): Set<string> {}`,
    },
    { name: 'lets properties of these names pass', code: `export const a = { Date: 1 }.Date;` },
  ].map((valid) => ({ ...valid, code: `const [a, b, c, d] = [1, 2, 3, 4];\n${valid.code}` })),
  invalid: [
    ...['Date', 'RegExp', 'Promise', 'Map', 'Set', 'WeakMap', 'Symbol', 'BigInt', 'Intl', 'Proxy', 'Reflect'],
    ...['structuredClone', 'parseInt', 'parseFloat', 'isNaN', 'setTimeout', 'fetch', 'eval', 'globalThis', 'process'],
    ...['String', 'Number', 'Boolean', 'Error', 'Uint8Array', 'atob', 'encodeURIComponent', 'crypto'],
  ]
    .map((name) => ({ name: `refuses ${name}()`, code: `${name}(1);`, errors: refused(name) }))
    .concat(
      [
        'Object.fromEntries',
        'Object.groupBy',
        'Date.now',
        'Math.abs',
        'Number.isInteger',
        'Array.from',
        'String.raw',
      ].map((name) => ({
        name: `refuses ${name}`,
        code: `${name}(1);`,
        errors: refused(['Date.now', 'String.raw'].includes(name) ? (name.split('.')[0] ?? '') : name),
      })),
      [
        { name: 'refuses a computed member', code: `Object['fromEntries']([]);`, errors: refused('Object[…]') },
        { name: 'refuses a built-in taken apart', code: `const { fromEntries } = Object;`, errors: refused('Object') },
        { name: 'refuses it inside a function', code: `export const f = () => Date.now();`, errors: refused('Date') },
        {
          name: 'refuses `arguments`',
          code: `export function f() { return arguments; }`,
          errors: refused('arguments'),
        },
      ],
    ),
});
