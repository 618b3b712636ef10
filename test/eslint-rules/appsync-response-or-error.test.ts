import { appsyncResponseOrError } from '../../eslint-rules/appsync-response-or-error.ts';
import { file, ruleTester } from './rule-tester.ts';

const filename = file('resolvers/courses/Query.course.ts');
const step = file('resolvers/steps/item.ts');
const valid = (name: string, code: string) => ({
  name,
  code: `import { orError } from '../steps/or-error.ts'; import { madeBefore } from '../steps/client-token.ts';\n${code}`,
  filename,
});
const invalid = (messageId: string, name: string, code: string) => ({ ...valid(name, code), errors: [{ messageId }] });

ruleTester.run('appsync-response-or-error', appsyncResponseOrError, {
  valid: [
    valid('lets a response that asks first pass', `export function response(ctx) { orError(ctx); return ctx.result; }`),
    valid('lets an arrow function pass', `export const response = (ctx) => { orError(ctx); return ctx.result; };`),
    valid('lets the call be the answer', `export const response = (ctx) => toCourse(orError(ctx));`),
    valid(
      'lets the call be a condition',
      `export function response(ctx) { if (orError(ctx)) return null; return ctx.result; }`,
    ),
    valid('lets a later export pass', `function response(ctx) { return orError(ctx); } export { response };`),
    valid('lets another inner name pass', `const answer = (ctx) => orError(ctx); export { answer as response };`),
    valid(
      'lets a return for a known failure pass',
      `export function response(ctx) { if (ctx.error?.type === 'Old') return 1; return orError(ctx); }`,
    ),
    valid(
      'lets a return for a step’s judgment pass',
      `export function response(ctx) { if (madeBefore(ctx, 1)) return 1; return orError(ctx); }`,
    ),
    valid(
      'lets a return for a kept judgment pass',
      `export function response(ctx) { const made = madeBefore(ctx, 1); if (made) return made; return orError(ctx); }`,
    ),
    valid(
      'lets a guarded block pass',
      `export function response(ctx) { if (ctx.error && isReplay(ctx)) { return 1; } return orError(ctx); }`,
    ),
    valid(
      'lets a return in a callback pass',
      `export function response(ctx) { const f = (a) => { return a; }; return orError(ctx); }`,
    ),
    valid(
      'lets a step’s response pass',
      `export { request } from './a.ts'; export { response } from '../steps/item.ts';`,
    ),
    valid('lets an imported step’s response pass', `import { response } from '../steps/item.ts'; export { response };`),
    valid(
      'knows orError by another name',
      `import { orError as check } from '../steps/or-error.ts'; export const response = (ctx) => check(ctx);`,
    ),
    { name: 'asks no response of a step', code: `export function request() { return {}; }`, filename: step },
    {
      name: 'asks nothing of other exports',
      code: `export function judge(ctx) { return ctx.result; }`,
      filename: step,
    },
    {
      name: 'accepts a pipeline’s own file, which talks to no data source',
      code: `export function request(ctx) { check(ctx); return {}; } export function response(ctx) { return ctx.prev.result; }`,
      filename,
    },
  ],
  invalid: [
    invalid('noCall', 'refuses a response that does not ask', `export function response(ctx) { return ctx.result; }`),
    invalid(
      'noCall',
      'refuses a response that does not ask after a request to a data source',
      `export function request() { return { operation: 'GetItem' }; } export function response(ctx) { return ctx.result; }`,
    ),
    invalid('noCall', 'refuses an arrow function that does not ask', `export const response = (ctx) => ctx.result;`),
    invalid('noCall', 'refuses a response without the context', `export const response = () => orError();`),
    invalid('noCall', 'refuses to ask about something else', `export const response = (ctx) => orError(ctx.prev);`),
    invalid(
      'noCall',
      'refuses to ask in a callback only',
      `export const response = (ctx) => items.map(() => orError(ctx));`,
    ),
    invalid(
      'conditional',
      'refuses to ask sometimes',
      `export function response(ctx) { if (ctx.args.id) orError(ctx); return 1; }`,
    ),
    invalid('conditional', 'refuses to ask behind &&', `export const response = (ctx) => ctx.error && orError(ctx);`),
    invalid(
      'conditional',
      'refuses to ask in one branch',
      `export const response = (ctx) => (ctx.args.id ? orError(ctx) : 1);`,
    ),
    invalid(
      'conditional',
      'refuses to ask per item',
      `export function response(ctx) { for (const a of ctx.result) { orError(ctx); } }`,
    ),
    invalid(
      'afterReturn',
      'refuses to ask too late',
      `export function response(ctx) { if (!ctx.result) return null; return orError(ctx); }`,
    ),
    invalid(
      'afterReturn',
      'refuses the branch without a failure',
      `export function response(ctx) { if (ctx.error) { a(); } else { return 1; } return orError(ctx); }`,
    ),
    invalid(
      'afterReturn',
      'refuses a judgment of something else',
      `export function response(ctx) { if (madeBefore(ctx.prev, 1)) return 1; return orError(ctx); }`,
    ),
    invalid(
      'afterReturn',
      'refuses a judgment of its own',
      `function judge(ctx) {} export function response(ctx) { const made = judge(ctx); if (made) return 1; return orError(ctx); }`,
    ),
    invalid('noCall', 'refuses a hidden inner function', `function response(ctx) { return 1; } export { response };`),
    invalid('foreign', 'refuses another field’s response', `export { response } from './Query.courses.ts';`),
    invalid('foreign', 'refuses a step’s other function', `export { judge as response } from '../steps/judge.ts';`),
    invalid('foreign', 'refuses a made response', `export const response = make();`),
    invalid('missing', 'refuses a request without a response', `export function request() { return {}; }`),
    {
      name: 'refuses an own function named orError',
      code: `function orError(ctx) {} export const response = (ctx) => orError(ctx);`,
      filename,
      errors: [{ messageId: 'noCall' }],
    },
    {
      name: 'refuses a step’s response that does not ask',
      code: `export function response(ctx) { return ctx.result; }`,
      filename: step,
      errors: [{ messageId: 'noCall' }],
    },
  ],
});
