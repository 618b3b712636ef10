import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { lessonIn, type CourseItem, type OutlineLesson } from '../../model/course.ts';
import { needsCredit } from '../../model/completion.ts';
import { copiedCourse, type CourseCopyItem } from '../../model/course-copy.ts';
import { isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf, lessonUlidOf } from '../../model/ids.ts';
import { courseCopyKey } from '../../model/copy-keys.ts';
import { accountKey, courseKey, enrollmentKey, positionKey } from '../../model/keys.ts';
import type { PositionItem } from '../../model/position.ts';
import { signedInSub } from './caller.ts';
import { copyDigit } from './copies.ts';
import { orError } from './or-error.ts';
import { denyIf } from './deny.ts';
import { itemsRead, pick, readItems } from './table.ts';

/** What a report of progress is decided by. */
export interface Learning {
  readonly course: CourseItem;
  readonly enrollment: EnrollmentItem;
  readonly lesson: OutlineLesson;
  /** What the learner has reported of the lesson; null where that is nothing, or was not asked for. */
  readonly position: PositionItem | null;
}

export interface LearningStash {
  learning?: Learning;
  /** Set by the first of two runs when it saw no enrollment or lesson, or no reason to take the lesson for done. */
  reread?: boolean;
  /** Of a report: whether it makes the lesson done. */
  earned?: boolean;
  /** Whether the enrollment is written: then it is settled too. */
  completing?: boolean;
}

type LearningContext = Context<{ input: { courseId: string; lessonId: string } }, LearningStash>;

function keysFor(ctx: LearningContext) {
  const { courseId, lessonId } = ctx.args.input;
  const courseUlid = courseUlidOf(courseId) ?? '';
  const sub = signedInSub(ctx);
  const lessonUlid = lessonUlidOf(lessonId, courseUlid);
  const isReport = ctx.info.fieldName === 'saveLessonPosition';
  return {
    lessonUlid,
    position: lessonUlid && (isReport || ctx.stash.reread) ? positionKey(sub, courseUlid, lessonUlid) : null,
    account: accountKey(sub),
    enrollment: enrollmentKey(sub, courseUlid),
    course: ctx.stash.reread ? courseKey(courseUlid) : courseCopyKey(courseUlid, copyDigit(ctx)),
  };
}

/**
 * Stands twice in a pipeline: the first run reads eventually consistently, at half the price, and one of the course's
 * copies. Only where that sees no reason to go on does the second run read again, consistently, and the course itself,
 * before it refuses somebody who has just enrolled. What is credited to the learner is read with a report, or where it
 * decides whether the lesson is done.
 */
export function request(ctx: LearningContext) {
  if (ctx.stash.learning) runtime.earlyReturn(ctx.stash.learning);
  const keys = keysFor(ctx);
  if (!keys.lessonUlid) denyIf(ctx, notFound('lesson'));
  const asked = [keys.account, keys.enrollment, keys.course, keys.position].filter((key) => key !== null);
  return readItems(ctx, asked, ctx.stash.reread === true);
}

export function response(ctx: LearningContext): Learning | null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  const account = pick<AccountItem>(items, keys.account);
  const enrollment = pick<EnrollmentItem>(items, keys.enrollment);
  const course = ctx.stash.reread
    ? pick<CourseItem>(items, keys.course)
    : copiedCourse(pick<CourseCopyItem>(items, keys.course));
  const lesson = course && keys.lessonUlid ? lessonIn(course, keys.lessonUlid) : undefined;
  const inactive = inactiveAccount(account, util.time.nowISO8601());
  if (!inactive && isLive(enrollment) && course && lesson) {
    const isJudged = !needsCredit(lesson) || enrollment.completedLessons[lesson.ulid] || keys.position;
    if (isJudged) {
      const position = pick<PositionItem>(items, keys.position);
      ctx.stash.learning = { course, enrollment, lesson, position };
      return ctx.stash.learning;
    }
  } else if (ctx.stash.reread) denyIf(ctx, inactive ?? notFound('lesson'));
  ctx.stash.reread = true;
  return null;
}
