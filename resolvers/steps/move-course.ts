import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import { cardFacts } from '../../model/card.ts';
import { newCourseChange, stepOf, type StepName } from '../../model/course-change.ts';
import type { CourseItem } from '../../model/course.ts';
import { conflict } from '../../model/errors.ts';
import { CATALOGUE } from '../../model/indexes.ts';
import { cardKey } from '../../model/keys.ts';
import {
  assignments,
  courseOf,
  courseWrites,
  isOvertaken,
  isRepeated,
  stale,
  succeed,
  type EditInput,
  type EditStash,
} from './editing.ts';
import { orError } from './or-error.ts';
import { refuseIf } from './refuse.ts';
import { NEW, putItem, updateItem } from './transaction.ts';

type MoveContext = Context<{ input: EditInput & { readonly reason?: string | null } }, EditStash>;

/** An archived course leaves the catalogue's indexes, which know a card by these attributes; its counts go on. */
function cardMoves(ctx: MoveContext, after: CourseItem) {
  const { ulid, cause } = after;
  if (after.status !== 'ARCHIVED' && after.status !== 'PUBLISHED') return [];
  const { course, catalogueCategory, catalogueMentor } = cardFacts(after);
  const listing =
    after.status === 'PUBLISHED'
      ? { catalogue: CATALOGUE, catalogueCategory, catalogueMentor }
      : { catalogue: null, catalogueCategory: null, catalogueMentor: null };
  return [
    updateItem(ctx, cardKey(ulid), assignments({ course, ...listing, cause }), { expression: 'attribute_exists(pk)' }),
  ];
}

/** A step of the course on its way to learners, which the field is named for, and the line of its history. */
export function request(ctx: MoveContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  if (isRepeated(ctx, course)) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  refuseIf(stale(ctx, course));
  const now = util.time.nowISO8601();
  const step = stepOf(ctx.info.fieldName as StepName, course, now);
  if (!step) {
    refuseIf(conflict(`The course is in state ${course.status}, from where this can't be done. Read it again.`));
    return null;
  }
  const writes = courseWrites(ctx, course, step.changes, false);
  const after = ctx.stash.attempted as CourseItem;
  const reason = ctx.args.input.reason?.trim() ?? null;
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      ...writes,
      ...cardMoves(ctx, after),
      putItem(ctx, newCourseChange(after, { action: step.action, reason, at: now }), NEW),
    ],
  };
}

export function response(ctx: MoveContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
