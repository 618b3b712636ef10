import type { Context } from '@aws-appsync/utils';
import type { AnnouncementConnection, QueryAnnouncementsArgs } from '../../generated/schema.ts';
import { pageLimit } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<QueryAnnouncementsArgs>) {
  refuseIf(pageLimit(ctx.args.limit));
  return {};
}

export function response(
  ctx: Context<QueryAnnouncementsArgs, object, { result: AnnouncementConnection }>,
): AnnouncementConnection {
  return ctx.prev.result;
}
