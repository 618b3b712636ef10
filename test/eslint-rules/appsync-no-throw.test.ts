import { appsyncNoThrow } from '../../eslint-rules/appsync-no-throw.ts';
import { ruleTester } from './rule-tester.ts';

ruleTester.run('appsync-no-throw', appsyncNoThrow, {
  valid: [{ name: 'ends the field by util.error', code: `util.error('Nothing there.', 'NotFound');` }],
  invalid: [
    { name: 'refuses a thrown value', code: `throw 'no';`, errors: [{ messageId: 'noThrow' }] },
    {
      name: 'refuses it in a callback too',
      code: `items.forEach(() => { throw error; });`,
      errors: [{ messageId: 'noThrow' }],
    },
  ],
});
