import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import { lessonCopy, lessonCopyKeys } from '../../model/course-copy.ts';
import { lessonId, resourceId } from '../../model/ids.ts';
import { lessonKey, type Key } from '../../model/keys.ts';
import type { LessonItem } from '../../model/lesson.ts';
import type { MediaFile } from '../../model/media-file.ts';
import { ORPHAN_MS } from '../../model/upload.ts';
import { uploadKey } from '../../model/upload-keys.ts';
import { claimed, released } from '../../model/upload-use.ts';

/** A part of a transaction. */
export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A file, and the id of what shows it. */
export interface Shown {
  readonly file: MediaFile;
  readonly by: string;
}

/** What a lesson plays, as it is claimed. */
export function mediaOf({ courseUlid, ulid, media }: LessonItem): Shown[] {
  return media ? [{ file: media, by: lessonId(courseUlid, ulid) }] : [];
}

/** All files of a lesson, as they are claimed. */
export function filesOf(lesson: LessonItem): Shown[] {
  const offered = (lesson.resources ?? []).flatMap(({ ulid, file }) => (file ? [{ file, by: resourceId(ulid) }] : []));
  return [...mediaOf(lesson), ...offered];
}

export function isSameUse(one: Shown, other: Shown): boolean {
  return one.by === other.by && one.file.ulid === other.file.ulid && one.file.owner === other.file.owner;
}

export function claim(TableName: string, { file, by }: Shown, cause: Cause): Write {
  return uploadUpdate(TableName, file, claimed(by, new Date().toISOString(), cause));
}

export function release(TableName: string, { file, by }: Shown, cause: Cause): Write {
  return uploadUpdate(TableName, file, released(by, new Date(Date.now() + ORPHAN_MS).toISOString(), cause));
}

function uploadUpdate(TableName: string, file: MediaFile, { update, condition }: ReturnType<typeof claimed>): Write {
  return {
    Update: {
      TableName,
      Key: uploadKey(file.owner, file.ulid),
      UpdateExpression: update.expression,
      ConditionExpression: condition.expression,
      ExpressionAttributeNames: { ...update.names, ...condition.names },
      ExpressionAttributeValues: { ...update.values, ...condition.values },
    },
  };
}

/** The copies of a lesson that callers read, whatever stands there. */
export function putLessonCopies(TableName: string, lesson: LessonItem): Write[] {
  return lessonCopyKeys(lesson).map((key) => ({ Put: { TableName, Item: { ...lessonCopy(lesson), ...key } } }));
}

/** A lesson with its copies, as far as they are there. */
export function deleteLesson(TableName: string, lesson: Pick<LessonItem, 'courseUlid' | 'ulid'>): Write[] {
  const keys: Key[] = [lessonKey(lesson.courseUlid, lesson.ulid), ...lessonCopyKeys(lesson)];
  return keys.map((Key) => ({ Delete: { TableName, Key } }));
}
