import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { CourseCounts } from '../../model/card.ts';
import { courseUlidOf, lessonUlidOf } from '../../model/ids.ts';
import { cardKey, lessonKey, type Key } from '../../model/keys.ts';
import { lessonNow, type LessonItem } from '../../model/lesson.ts';
import type { EditInput, EditStash } from './editing.ts';
import { givenUploadKeys } from './lesson-media.ts';
import { orError } from './or-error.ts';
import { itemsRead, pick } from './table.ts';
import { judgeTeaching, readTeaching } from './teaching.ts';

type DecideContext = Context<{ input: EditInput }, EditStash>;

function keysFor(ctx: DecideContext) {
  const { id, courseId, lessonId, mediaUploadId, uploadId, resources } = ctx.args.input;
  const given = courseId ?? id ?? '';
  const courseUlid = courseUlidOf(given) ?? '';
  const lessonUlid = lessonId ? lessonUlidOf(lessonId, courseUlid) : null;
  return {
    courseId: given,
    card: cardKey(courseUlid),
    lesson: lessonUlid ? lessonKey(courseUlid, lessonUlid) : null,
    ordered: (resources ?? [])
      .map((given) => lessonUlidOf(given.lessonId, courseUlid))
      .filter((ulid) => ulid !== null)
      .map((ulid) => lessonKey(courseUlid, ulid)),
    uploads: givenUploadKeys(ctx, mediaUploadId ?? uploadId),
  };
}

/** What an edit is decided by: the account, the course, what is counted of it, and the lessons and the upload that the input names. */
export function request(ctx: DecideContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const { courseId, card, lesson, ordered, uploads } = keysFor(ctx);
  return readTeaching(ctx, courseId, [card, ...(lesson ? [lesson] : []), ...ordered, ...uploads]);
}

export function response(ctx: DecideContext): null {
  orError(ctx);
  const keys = keysFor(ctx);
  const teaching = judgeTeaching(ctx, keys.courseId);
  if (teaching) ctx.stash.teaching = teaching;
  const items = itemsRead(ctx);
  ctx.stash.counts = pick<Key & CourseCounts>(items, keys.card);
  ctx.stash.lesson = teaching && lessonNow(teaching.course, pick<LessonItem>(items, keys.lesson));
  ctx.stash.ordered = keys.ordered
    .map((key) => teaching && lessonNow(teaching.course, pick<LessonItem>(items, key)))
    .filter((item) => item !== null);
  ctx.stash.uploads = keys.uploads.map((key) => pick<Key>(items, key)).filter((item) => item !== null);
  return null;
}
