import type { Context } from '@aws-appsync/utils';
import type { MediaUrl, QueryMediaUrlArgs } from '../../generated/schema.ts';

export function request() {
  return {};
}

export function response(ctx: Context<QueryMediaUrlArgs, object, { result: MediaUrl }>): MediaUrl {
  return ctx.prev.result;
}
