import { extensions } from '@aws-appsync/utils';

export function request(ctx) {
  extensions.evictFromApiCache('Query', 'quote', { 'context.arguments.cents': ctx.args.cents });
  return { payload: true };
}
export const response = (ctx) => ctx.result;
