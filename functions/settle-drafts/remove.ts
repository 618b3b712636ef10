import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import { outlineLessons } from '../../model/course.ts';
import { courseKey } from '../../model/keys.ts';
import type { LessonItem } from '../../model/lesson.ts';
import { readLessons } from '../shared/course-items.ts';
import {
  deleteLesson,
  filesOf,
  isSameUse,
  mediaOf,
  putLessonCopies,
  release,
  type Write,
} from '../shared/lesson-writes.ts';
import { inPieces, storedLessons, write, type Drafting } from './drafting.ts';

/**
 * Removes a discarded draft, and what it has left beside the published course if it could not go live.
 * @returns false where there was no time for all
 */
export async function remove(drafting: Drafting): Promise<boolean> {
  const { reader, draft, live, hasTime, cause } = drafting;
  const TableName = reader.tableName;
  const outline = outlineLessons(live);
  const isDone = await inPieces(await storedLessons(reader, draft.ulid), hasTime, async (ulids) => {
    const standing = await readLessons(reader, live.ulid, ulids);
    for (const lesson of await readLessons(reader, draft.ulid, ulids)) {
      const old = standing.find(({ ulid }) => ulid === lesson.ulid);
      const isSame = outline.includes(lesson.ulid) && old?.version === lesson.version;
      if (!isSame) await unstage(drafting, lesson, old);
      const releases = filesOf(lesson).map((shown) => release(TableName, shown, cause));
      await write(reader, [...deleteLesson(TableName, lesson), ...releases]);
    }
  });
  if (isDone) await reader.table.send(new DeleteCommand({ TableName, Key: courseKey(draft.ulid) }));
  return isDone;
}

/**
 * Takes away what was staged of a lesson, whether or not it was: what it plays is claimed for both courses, all else for
 * the draft alone.
 * @param old what stands beside the published course's other lessons
 */
async function unstage({ reader, draft, live, cause }: Drafting, lesson: LessonItem, old: LessonItem | undefined) {
  const TableName = reader.tableName;
  const isShown = outlineLessons(live).includes(lesson.ulid);
  const kept = old && isShown ? mediaOf(old) : [];
  const releases = mediaOf({ ...lesson, courseUlid: live.ulid })
    .filter((shown) => !kept.some((other) => isSameUse(shown, other)))
    .map((shown) => release(TableName, shown, cause));
  const writes = [...(isShown ? restored(TableName, draft.ulid, old, cause) : removed(TableName, old)), ...releases];
  if (writes.length > 0) await write(reader, writes);
}

function removed(TableName: string, old: LessonItem | undefined): Write[] {
  return old ? deleteLesson(TableName, old) : [];
}

function restored(TableName: string, edition: string, old: LessonItem | undefined, cause: Cause): Write[] {
  if (old?.next?.edition !== edition) return [];
  const { next: _, ...standing } = old;
  const lesson = { ...standing, cause };
  const put: Write = {
    Put: {
      TableName,
      Item: lesson,
      ConditionExpression: '#next.edition = :edition',
      ExpressionAttributeNames: { '#next': 'next' },
      ExpressionAttributeValues: { ':edition': edition },
    },
  };
  return [put, ...putLessonCopies(TableName, lesson)];
}
