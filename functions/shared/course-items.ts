import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { CourseItem } from '../../model/course.ts';
import { courseKey, lessonKey } from '../../model/keys.ts';
import type { LessonItem } from '../../model/lesson.ts';
import { itemIn, readItems, type Reader } from './read-items.ts';

/** The course as it stands now, or null. */
export async function readCourse({ table, tableName }: Reader, ulid: string): Promise<CourseItem | null> {
  const get = new GetCommand({ TableName: tableName, Key: courseKey(ulid), ConsistentRead: true });
  const { Item } = await table.send(get);
  return (Item as CourseItem | undefined) ?? null;
}

/**
 * Those of the lessons that are there, in the order asked for.
 * @param attributes names of those that are wanted. Default: all
 */
export async function readLessons(
  reader: Reader,
  courseUlid: string,
  ulids: readonly string[],
  attributes?: readonly string[],
): Promise<LessonItem[]> {
  const keys = ulids.map((ulid) => lessonKey(courseUlid, ulid));
  const items = await readItems(reader, keys, attributes);
  return keys.map((key) => itemIn<LessonItem>(items, key)).filter((lesson) => lesson !== null);
}
