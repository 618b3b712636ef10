import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationOpenDraftArgs } from '../../generated/schema.ts';
import { newDraft, newDraftPointer, type CourseDraftItem } from '../../model/course-draft.ts';
import type { CourseItem } from '../../model/course.ts';
import { causeOf } from '../steps/caller.ts';
import type { DraftStash } from '../steps/drafts.ts';
import { orError } from '../steps/or-error.ts';
import type { Teaching } from '../steps/teaching.ts';
import { NEW, putItem, standingItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationOpenDraftArgs, DraftStash & { draft?: CourseItem }, { result: Teaching }>;

/** The draft with the outline of the course, and the word that it is the one. Its event has its lessons copied. */
export function request(ctx: WriteContext) {
  if (ctx.stash.draftUlid) runtime.earlyReturn(null);
  const { course } = ctx.prev.result;
  const draft = newDraft(course, util.autoUlid(), util.time.nowISO8601(), causeOf(ctx));
  ctx.stash.draft = draft;
  return {
    operation: 'TransactWriteItems',
    transactItems: [putItem(ctx, draft, NEW), putItem(ctx, newDraftPointer(course, draft.ulid, draft.cause), NEW)],
  };
}

export function response(ctx: WriteContext): CourseItem | null {
  // Somebody has opened one at the same time: it is theirs.
  const pointer = standingItem<CourseDraftItem>(ctx, 1);
  if (pointer) {
    ctx.stash.draftUlid = pointer.ulid;
    return null;
  }
  orError(ctx);
  return ctx.stash.draft ?? null;
}
