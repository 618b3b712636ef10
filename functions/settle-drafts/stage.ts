import { outlineLessons } from '../../model/course.ts';
import type { LessonItem } from '../../model/lesson.ts';
import { readLessons } from '../shared/course-items.ts';
import { lessonLike } from '../shared/lesson-like.ts';
import { claim, isSameUse, mediaOf, putLessonCopies, type Write } from '../shared/lesson-writes.ts';
import { inPieces, write, type Drafting } from './drafting.ts';

/**
 * Writes what the draft has changed where readers will look for it: a new lesson under its key, which no outline has yet,
 * another one as what the lesson will be next. Their files are claimed. @returns false where there was no time for all
 */
export function stage(drafting: Drafting): Promise<boolean> {
  const { reader, draft, live, hasTime } = drafting;
  const before = outlineLessons(live);
  return inPieces(outlineLessons(draft), hasTime, async (ulids) => {
    const standing = await readLessons(reader, live.ulid, ulids);
    for (const lesson of await readLessons(reader, draft.ulid, ulids)) {
      const old = before.includes(lesson.ulid) ? standing.find(({ ulid }) => ulid === lesson.ulid) : undefined;
      if (old?.version !== lesson.version) await stageLesson(drafting, lesson, old);
    }
  });
}

/** Should the published course have changed meanwhile, this writes nothing, and the draft will not go live. */
async function stageLesson({ reader, draft, live, cause }: Drafting, changed: LessonItem, old: LessonItem | undefined) {
  const { tableName: TableName } = reader;
  const { next: _, ...lesson } = lessonLike(changed, live.ulid, (ulid) => ulid, cause);
  const claims = mediaOf(lesson)
    .filter((shown) => !(old && mediaOf(old).some((other) => isSameUse(shown, other))))
    .map((shown) => claim(TableName, shown, cause));
  const staged: LessonItem = old ? { ...old, next: { edition: draft.ulid, lesson }, cause } : lesson;
  const unchanged = {
    ConditionExpression: 'version = :version',
    ExpressionAttributeValues: { ':version': old?.version },
  };
  const put: Write = { Put: { TableName, Item: staged, ...(old ? unchanged : {}) } };
  await write(reader, [put, ...putLessonCopies(TableName, staged), ...claims]);
}
