import { courseDraftKey } from '../../model/authoring-keys.ts';
import { outlineLessons } from '../../model/course.ts';
import { courseKey } from '../../model/keys.ts';
import type { LessonItem } from '../../model/lesson.ts';
import { readCourse, readLessons } from '../shared/course-items.ts';
import { deleteLesson, filesOf, isSameUse, putLessonCopies, release, type Write } from '../shared/lesson-writes.ts';
import { inPieces, storedLessons, write, type Drafting } from './drafting.ts';

/**
 * After a draft has gone live: lessons become what they are read as, those that it has removed go, and so does the draft.
 * Until all of that is done nobody edits the course. @returns false where there was no time for all
 */
export async function settle(drafting: Drafting): Promise<boolean> {
  const { reader, draft, live, hasTime } = drafting;
  const placed = await inPieces(outlineLessons(live), hasTime, async (ulids) => {
    for (const lesson of await readLessons(reader, live.ulid, ulids)) await takePlace(drafting, lesson);
  });
  if (!placed) return false;
  const removed = await lessonsOutside(drafting);
  const cleared = await inPieces(removed, hasTime, async (ulids) => {
    for (const lesson of await readLessons(reader, live.ulid, ulids)) await removeLesson(drafting, lesson, []);
  });
  if (!cleared) return false;
  const swept = await inPieces(await storedLessons(reader, draft.ulid), hasTime, async (ulids) => {
    const shown = await readLessons(reader, live.ulid, ulids);
    for (const lesson of await readLessons(reader, draft.ulid, ulids)) await removeLesson(drafting, lesson, shown);
  });
  if (swept) await write(reader, farewell(drafting));
  return swept;
}

/** Lessons that no outline has. What it has is read after them: a lesson and its line are written at once. */
async function lessonsOutside({ reader, live }: Drafting): Promise<string[]> {
  const stored = await storedLessons(reader, live.ulid);
  const course = await readCourse(reader, live.ulid);
  const present = course ? outlineLessons(course) : stored;
  return stored.filter((ulid) => !present.includes(ulid));
}

async function takePlace({ reader, draft, cause }: Drafting, { next, ...old }: LessonItem): Promise<void> {
  if (next?.edition !== draft.ulid) return;
  const TableName = reader.tableName;
  const kept = filesOf(next.lesson);
  const put: Write = {
    Put: {
      TableName,
      Item: { ...next.lesson, cause },
      ConditionExpression: '#next.edition = :edition',
      ExpressionAttributeNames: { '#next': 'next' },
      ExpressionAttributeValues: { ':edition': draft.ulid },
    },
  };
  const releases = filesOf(old)
    .filter((shown) => !kept.some((other) => isSameUse(shown, other)))
    .map((shown) => release(TableName, shown, cause));
  await write(reader, [put, ...putLessonCopies(TableName, { ...next.lesson, cause }), ...releases]);
}

/** @param shown lessons that may show its files by the same ids */
async function removeLesson({ reader, cause }: Drafting, lesson: LessonItem, shown: readonly LessonItem[]) {
  const TableName = reader.tableName;
  const kept = shown.flatMap((each) => filesOf(each));
  const files = filesOf(lesson).filter((one) => !kept.some((other) => isSameUse(one, other)));
  await write(reader, [...deleteLesson(TableName, lesson), ...files.map((one) => release(TableName, one, cause))]);
}

/** The draft is no more, and the course can be edited again. */
function farewell({ reader, draft, live, cause }: Drafting): Write[] {
  const TableName = reader.tableName;
  return [
    {
      Update: {
        TableName,
        Key: courseKey(live.ulid),
        UpdateExpression: 'SET #cause = :cause REMOVE edition',
        ConditionExpression: 'edition = :edition',
        ExpressionAttributeNames: { '#cause': 'cause' },
        ExpressionAttributeValues: { ':edition': draft.ulid, ':cause': cause },
      },
    },
    { Delete: { TableName, Key: courseDraftKey(live.ulid) } },
    { Delete: { TableName, Key: courseKey(draft.ulid) } },
  ];
}
