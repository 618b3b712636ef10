import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { LESSON } from '../../model/authoring-keys.ts';
import type { Cause } from '../../model/cause.ts';
import type { CourseItem } from '../../model/course.ts';
import { courseKey, type Key } from '../../model/keys.ts';
import type { Write } from '../shared/lesson-writes.ts';
import type { Reader } from '../shared/read-items.ts';
import { withRetries } from '../shared/with-retries.ts';
import { failedConditions } from '../shared/write-failures.ts';

/** A draft and its published course, as a run has read them. */
export interface Drafting {
  readonly reader: Reader;
  readonly draft: CourseItem & Required<Pick<CourseItem, 'draft'>>;
  readonly live: CourseItem;
  readonly cause: Cause;
  /** Whether there is time to begin something. */
  readonly hasTime: () => boolean;
}

/** Lessons that are read at once. */
const PIECE = 25;

/** Works on all, piece by piece. @returns false where there was no time for all */
export async function inPieces(
  ulids: readonly string[],
  hasTime: () => boolean,
  work: (piece: readonly string[]) => Promise<void>,
): Promise<boolean> {
  for (let start = 0; start < ulids.length; start += PIECE) {
    if (!hasTime()) return false;
    await work(ulids.slice(start, start + PIECE));
  }
  return true;
}

/** ULIDs of all lessons that a course's partition holds, whether or not its outline has them. */
export async function storedLessons({ table, tableName }: Reader, courseUlid: string): Promise<string[]> {
  const ulids: string[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await table.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :course AND begins_with(sk, :lessons)',
        ProjectionExpression: 'sk',
        ExpressionAttributeValues: { ':course': courseKey(courseUlid).pk, ':lessons': LESSON },
        ConsistentRead: true,
        ...(from ? { ExclusiveStartKey: from } : {}),
      }),
    );
    ulids.push(...(Items as Pick<Key, 'sk'>[]).map(({ sk }) => sk.slice(LESSON.length)));
    from = LastEvaluatedKey;
  } while (from);
  return ulids;
}

/** Writes all or nothing; others who write at the same time make it try again. @returns false where a condition failed */
export async function write({ table }: Reader, TransactItems: Write[]): Promise<boolean> {
  const isFinal = (error: unknown) =>
    !(error instanceof TransactionCanceledException) || failedConditions(error).length > 0;
  try {
    await withRetries(isFinal, () => table.send(new TransactWriteCommand({ TransactItems })));
    return true;
  } catch (error) {
    if (failedConditions(error).length === 0) throw error;
    return false;
  }
}
