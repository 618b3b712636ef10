import { util } from '@aws-appsync/utils';

export const request = (ctx) => ({ operation: 'BatchInvoke', payload: { cents: ctx.source.cents } });
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  if (ctx.result.errorMessage) {
    util.error(ctx.result.errorMessage, ctx.result.errorType);
  }
  return ctx.result.data;
}
