import { util } from '@aws-appsync/utils';
import { put } from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  const { id, customer, cents } = ctx.args;
  if (cents < 0) {
    util.error('An order costs something.', 'Validation', null, { field: 'cents' });
  }
  const placedAt = util.time.nowISO8601();
  const forgetAt = util.time.nowEpochSeconds() + 86400;
  return put({
    key: { id },
    item: { customer, cents, placedAt, forgetAt },
    condition: { id: { attributeExists: false } },
  });
}
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
