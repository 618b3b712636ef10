import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { CourseCounts } from '../../model/card.ts';
import { courseUlidOf, lessonUlidOf } from '../../model/ids.ts';
import { cardKey, lessonKey, type Key } from '../../model/keys.ts';
import type { LessonItem } from '../../model/lesson.ts';
import type { EditInput, EditStash } from './editing.ts';
import { orError } from './or-error.ts';
import { itemsRead, pick } from './table.ts';
import { judgeTeaching, readTeaching } from './teaching.ts';

type DecideContext = Context<{ input: EditInput }, EditStash>;

function keysFor({ args }: DecideContext) {
  const { id, courseId, lessonId } = args.input;
  const given = courseId ?? id ?? '';
  const courseUlid = courseUlidOf(given) ?? '';
  const lessonUlid = lessonId ? lessonUlidOf(lessonId, courseUlid) : null;
  return {
    courseId: given,
    card: cardKey(courseUlid),
    lesson: lessonUlid ? lessonKey(courseUlid, lessonUlid) : null,
  };
}

/** What an edit is decided by: the account, the course, what is counted of it, and the lesson that the input names. */
export function request(ctx: DecideContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const { courseId, card, lesson } = keysFor(ctx);
  return readTeaching(ctx, courseId, lesson ? [card, lesson] : [card]);
}

export function response(ctx: DecideContext): null {
  orError(ctx);
  const keys = keysFor(ctx);
  const teaching = judgeTeaching(ctx, keys.courseId);
  if (teaching) ctx.stash.teaching = teaching;
  const items = itemsRead(ctx);
  ctx.stash.counts = pick<Key & CourseCounts>(items, keys.card);
  ctx.stash.lesson = pick<LessonItem>(items, keys.lesson);
  return null;
}
