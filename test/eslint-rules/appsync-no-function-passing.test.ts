import { appsyncNoFunctionPassing } from '../../eslint-rules/appsync-no-function-passing.ts';
import { ruleTester, typedResolver } from './rule-tester.ts';

const errors = [{ messageId: 'noFunctionPassing' }];

ruleTester.run('appsync-no-function-passing', appsyncNoFunctionPassing, {
  valid: [
    { name: 'lets callbacks of an array pass', code: `declare const a: number[]; a.map((b) => b + 1);` },
    {
      name: 'lets callbacks of a read-only array pass',
      code: `declare const a: readonly number[]; a.some((b) => b > 1);`,
    },
    { name: 'lets them pass behind `?.`', code: `declare const a: readonly number[] | null; a?.find((b) => b > 1);` },
  ].map((valid) => ({ ...valid, ...typedResolver })),
  invalid: [
    { name: 'refuses a comparator', code: `declare const a: number[]; a.sort((b, c) => b - c);` },
    { name: 'refuses a replacer', code: `declare const a: string; a.replace('b', (b) => b);` },
    { name: 'refuses a function for a function', code: `function f(g: () => void) { return g; } f(() => {});` },
  ].map((invalid) => ({ ...invalid, ...typedResolver, errors })),
});
