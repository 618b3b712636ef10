import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import { outlineLessons, type CourseItem } from '../../model/course.ts';
import type { DomainEvent } from '../../model/events.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { courseKey } from '../../model/keys.ts';
import type { LessonItem } from '../../model/lesson.ts';
import { readCourse, readLessons } from '../shared/course-items.ts';
import { copiedOutline } from '../shared/lesson-like.ts';
import type { Reader } from '../shared/read-items.ts';
import { table } from '../shared/table.ts';
import { copyLesson } from './copy-lesson.ts';

/** Lessons of one message: what a crash repeats. */
const PIECE = 25;

/** What the outline is made of. */
const LINE: (keyof LessonItem)[] = ['ulid', 'title', 'kind', 'preview', 'durationSeconds', 'completion'];

/**
 * Copies some lessons into a course, in the order of its outline. What is gone from the old course by then is left out.
 * @returns where the next run goes on; null once the course is whole
 */
export async function copyPiece(tableName: string, event: DomainEvent<'Course'>, from: number): Promise<number | null> {
  const reader: Reader = { table, tableName };
  const course = await readCourse(reader, courseUlidOf(event.data.courseId) ?? '');
  if (!course?.copying) return null;
  const cause = { actor: event.cause.actor, request: event.id, origin: 'copy-lessons' };
  const ulids = outlineLessons(course);
  const sources = await readLessons(reader, course.copying.from, ulids.slice(from, from + PIECE));
  for (const source of sources) await copyLesson(tableName, source, course, cause);
  if (from + PIECE < ulids.length) return from + PIECE;
  await finish(tableName, course, await readLessons(reader, course.ulid, ulids, LINE), cause);
  return null;
}

/** From now on it is a draft like any other. */
async function finish(tableName: string, course: CourseItem, lessons: readonly LessonItem[], cause: Cause) {
  try {
    await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: courseKey(course.ulid),
        UpdateExpression:
          'SET modules = :modules, lessonTotal = :total, version = version + :one, #cause = :cause REMOVE copying',
        ConditionExpression: 'attribute_exists(copying)',
        ExpressionAttributeNames: { '#cause': 'cause' },
        ExpressionAttributeValues: {
          ':modules': copiedOutline(course.modules, lessons),
          ':total': lessons.length,
          ':one': 1,
          ':cause': cause,
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
