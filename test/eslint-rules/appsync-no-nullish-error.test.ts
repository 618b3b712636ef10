import { appsyncNoNullishError } from '../../eslint-rules/appsync-no-nullish-error.ts';
import { ruleTester, typedResolver } from './rule-tester.ts';

const errors = [{ messageId: 'nullishError' }];

ruleTester.run('appsync-no-nullish-error', appsyncNoNullishError, {
  valid: [
    { name: 'lets a default pass', code: `const limit = args.limit ?? 20;` },
    { name: 'lets an `if` pass', code: `if (!item) util.error('Nothing there.', 'NotFound');` },
    { name: 'lets an error on the left pass', code: `const a = util.error('no') ?? 1;` },
    { name: 'lets a callback on the right pass', code: `const f = given ?? (() => util.error('no'));` },
    {
      name: 'lets a judgment that returns pass',
      code: `function f(): number { return 1; } const a = b ?? f();`,
      ...typedResolver,
    },
  ],
  invalid: [
    { name: 'refuses util.error', code: `const item = found ?? util.error('Nothing there.', 'NotFound');`, errors },
    { name: 'refuses util.unauthorized', code: `const sub = ctx.identity?.sub ?? util.unauthorized();`, errors },
    { name: 'refuses it deeper on the right', code: `const a = b ?? (c ? d : util.error('no'));`, errors },
    { name: 'refuses it in an assignment', code: `item ??= util.error('no');`, errors },
    {
      name: 'refuses a judgment that never returns',
      code: `declare function refuse(): never; declare const b: string | null; export const a = b ?? refuse();`,
      errors,
      ...typedResolver,
    },
  ],
});
