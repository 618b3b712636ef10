import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { AnnouncementConnection, QueryAnnouncementsArgs } from '../../generated/schema.ts';
import { toAnnouncement, type AnnouncementItem } from '../../model/announcement.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { announcementKey } from '../../model/roster-keys.ts';
import { DEFAULT_LIMIT } from '../../model/validation.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';

export function request(ctx: Context<QueryAnnouncementsArgs>) {
  const { courseId, limit, nextToken } = ctx.args;
  return {
    operation: 'Query',
    query: {
      expression: 'pk = :course',
      expressionValues: util.dynamodb.toMapValues({ ':course': announcementKey(courseUlidOf(courseId) ?? '', '').pk }),
    },
    scanIndexForward: false,
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
  };
}

export function response(ctx: Context<QueryAnnouncementsArgs>): AnnouncementConnection {
  tokenOrError(ctx);
  orError(ctx);
  const page = ctx.result as { items: AnnouncementItem[]; nextToken?: string | null };
  return { items: page.items.map((one) => toAnnouncement(one)), nextToken: page.nextToken ?? null };
}
