import { appsyncNoNew } from '../../eslint-rules/appsync-no-new.ts';
import { ruleTester } from './rule-tester.ts';

ruleTester.run('appsync-no-new', appsyncNoNew, {
  valid: [
    { name: 'lets literals pass', code: `const items = [{ a: 1 }];` },
    { name: 'lets a constructor type pass', code: `type Make = new () => object;` },
  ],
  invalid: [
    { name: 'refuses a built-in', code: `const now = new Date();`, errors: [{ messageId: 'noNew' }] },
    { name: 'refuses anything else', code: `export const it = new Thing(1);`, errors: [{ messageId: 'noNew' }] },
  ],
});
