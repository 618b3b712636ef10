import { appsyncNoUnsupportedMethods } from '../../eslint-rules/appsync-no-unsupported-methods.ts';
import { ruleTester } from './rule-tester.ts';

const errors = [{ messageId: 'unsupported' }];

ruleTester.run('appsync-no-unsupported-methods', appsyncNoUnsupportedMethods, {
  valid: [
    {
      name: 'lets listed methods pass',
      code: `items.slice(1).map((item) => item.trim()).filter((item) => item).sort();`,
    },
    { name: 'lets a property of that name pass', code: `export const at = item.at;` },
    { name: 'lets the runtime’s own method pass', code: `util.str.normalize(title, 'nfd');` },
    { name: 'lets an own function of that name pass', code: `match(item);` },
  ],
  invalid: [
    { name: 'refuses a sorted copy', code: `items.toSorted();`, errors },
    { name: 'refuses an optional call', code: `items?.at(-1);`, errors },
    { name: 'refuses a call by another name', code: `judge.call(null, ctx);`, errors },
    { name: 'refuses a bound function', code: `judge.bind(null);`, errors },
    { name: 'refuses a match', code: `slug.match('a');`, errors },
  ],
});
