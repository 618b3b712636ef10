import type { Context } from '@aws-appsync/utils';
import type { Course, MutationNoteCourseUpdatedArgs } from '../../generated/schema.ts';
import { toCourse, type CourseCounts } from '../../model/card.ts';
import type { CourseItem } from '../../model/course.ts';
import { invalid } from '../../model/errors.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { cardKey, courseKey, type Key } from '../../model/keys.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type NoteContext = Context<MutationNoteCourseUpdatedArgs>;

/** The course as it is by now: what happened since will be told again, and is the same. */
export function request(ctx: NoteContext) {
  const ulid = courseUlidOf(ctx.args.input.id);
  if (!ulid) refuseIf(invalid('id', 'format', 'Give `id` as `crs_` and a ULID.'));
  return readItems(ctx, [courseKey(ulid ?? ''), cardKey(ulid ?? '')], true);
}

/** Null for a course that is gone: nobody is told. */
export function response(ctx: NoteContext): Course | null {
  orError(ctx);
  const ulid = courseUlidOf(ctx.args.input.id) ?? '';
  const items = itemsRead(ctx);
  const course = pick<CourseItem>(items, courseKey(ulid));
  return course ? toCourse(course, pick<Key & CourseCounts>(items, cardKey(ulid))) : null;
}
