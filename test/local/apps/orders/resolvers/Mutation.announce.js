import { util } from '@aws-appsync/utils';

export function request(ctx) {
  return {
    operation: 'PutEvents',
    events: [{ source: 'orders.api', detailType: 'announced', detail: { text: ctx.args.text } }],
  };
}
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type, ctx.result);
  }
  return { id: ctx.result.Entries[0].EventId, text: ctx.args.text };
}
