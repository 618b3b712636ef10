import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
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
      if (old) await unstage(drafting, old, outline.includes(old.ulid));
      const releases = filesOf(lesson).map((shown) => release(TableName, shown, cause));
      await write(reader, [...deleteLesson(TableName, lesson), ...releases]);
    }
  });
  if (isDone) await reader.table.send(new DeleteCommand({ TableName, Key: courseKey(draft.ulid) }));
  return isDone;
}

/** What was claimed for it besides stays its draft's, and goes with that. */
async function unstage({ reader, draft, cause }: Drafting, lesson: LessonItem, isShown: boolean): Promise<void> {
  const TableName = reader.tableName;
  if (!isShown) {
    const releases = mediaOf(lesson).map((shown) => release(TableName, shown, cause));
    await write(reader, [...deleteLesson(TableName, lesson), ...releases]);
    return;
  }
  const { next, ...old } = lesson;
  if (next?.edition !== draft.ulid) return;
  const put: Write = {
    Put: {
      TableName,
      Item: { ...old, cause },
      ConditionExpression: '#next.edition = :edition',
      ExpressionAttributeNames: { '#next': 'next' },
      ExpressionAttributeValues: { ':edition': draft.ulid },
    },
  };
  const releases = mediaOf(next.lesson)
    .filter((shown) => !mediaOf(old).some((other) => isSameUse(shown, other)))
    .map((shown) => release(TableName, shown, cause));
  await write(reader, [put, ...putLessonCopies(TableName, { ...old, cause }), ...releases]);
}
