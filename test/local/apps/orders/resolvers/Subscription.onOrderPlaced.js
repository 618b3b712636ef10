import { extensions, util } from '@aws-appsync/utils';

export const request = () => ({ payload: null });
export function response(ctx) {
  if (ctx.args.atLeastCents) {
    const filter = util.transform.toSubscriptionFilter({ cents: { ge: ctx.args.atLeastCents } });
    extensions.setSubscriptionFilter(filter);
  }
  return null;
}
