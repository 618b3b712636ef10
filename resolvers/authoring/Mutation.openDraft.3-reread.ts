import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { MutationOpenDraftArgs } from '../../generated/schema.ts';
import type { CourseItem } from '../../model/course.ts';
import { rateLimited } from '../../model/errors.ts';
import { courseKey } from '../../model/keys.ts';
import type { DraftStash } from '../steps/drafts.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

type RereadContext = Context<MutationOpenDraftArgs, DraftStash, { result: CourseItem | null }>;

/** Where there is a draft already: that one, as it is. */
export function request(ctx: RereadContext) {
  const { draftUlid } = ctx.stash;
  if (!draftUlid) runtime.earlyReturn(ctx.prev.result);
  return get({ key: courseKey(draftUlid), consistentRead: true });
}

export function response(ctx: RereadContext): CourseItem {
  orError(ctx);
  // It has just gone live, or was discarded.
  if (!ctx.result) refuseIf(rateLimited());
  return ctx.result as CourseItem;
}
