import type { Context } from '@aws-appsync/utils';
import type { MutationOpenDraftArgs } from '../../generated/schema.ts';
import { courseDraftKey } from '../../model/authoring-keys.ts';
import { isDraft, underWay, type CourseDraftItem } from '../../model/course-draft.ts';
import { conflict } from '../../model/errors.ts';
import { courseUlidOf } from '../../model/ids.ts';
import type { DraftStash } from '../steps/drafts.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { itemsRead, pick } from '../steps/table.ts';
import { judgeTeaching, readTeaching, type Teaching } from '../steps/teaching.ts';

type DecideContext = Context<MutationOpenDraftArgs, DraftStash>;

function pointerKey(ctx: DecideContext) {
  return courseDraftKey(courseUlidOf(ctx.args.input.courseId) ?? '');
}

export function request(ctx: DecideContext) {
  return readTeaching(ctx, ctx.args.input.courseId, [pointerKey(ctx)]);
}

export function response(ctx: DecideContext): Teaching | null {
  orError(ctx);
  const teaching = judgeTeaching(ctx, ctx.args.input.courseId);
  const pointer = pick<CourseDraftItem>(itemsRead(ctx), pointerKey(ctx));
  if (pointer) {
    ctx.stash.draftUlid = pointer.ulid;
    return teaching;
  }
  if (teaching) {
    const { course } = teaching;
    refuseIf(isDraft(course) ?? underWay(course));
    if (course.status !== 'PUBLISHED') refuseIf(conflict('The course is not published: edit it as it is.'));
  }
  return teaching;
}
