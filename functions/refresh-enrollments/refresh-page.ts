import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { CourseItem } from '../../model/course.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';
import { INDEXES } from '../../model/indexes.ts';
import { ENROLLMENT, learningBuckets, type Key } from '../../model/keys.ts';
import { inTurns } from '../shared/in-turns.ts';
import { readItems } from '../shared/read-items.ts';
import { table } from '../shared/table.ts';
import { withRetries } from '../shared/with-retries.ts';
import { enrollmentUpdate, isBehind } from './enrollment-update.ts';
import type { Walk } from './walk-message.ts';

const PAGE = 100;
const AT_ONCE = 10;

/** What has become of a page. */
interface Done {
  readonly read: number;
  readonly refreshed: number;
  /** Null at the end of the course. */
  readonly next: Walk | null;
}

/** Refreshes the enrollments of one page of a walk. Safe to repeat: what is in line already is not written. */
export async function refreshPage(tableName: string, course: CourseItem, walk: Walk): Promise<Done> {
  const buckets = learningBuckets(walk.courseUlid);
  const { Items = [], LastEvaluatedKey } = await table.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: 'learningOfCourse' satisfies keyof typeof INDEXES,
      KeyConditionExpression: '#bucket = :bucket AND begins_with(sk, :enrollment)',
      FilterExpression: '#status <> :canceled',
      ProjectionExpression: 'pk, sk',
      ExpressionAttributeNames: { '#bucket': INDEXES.learningOfCourse.partitionKey, '#status': 'status' },
      ExpressionAttributeValues: {
        ':bucket': buckets[walk.bucket],
        ':enrollment': ENROLLMENT,
        ':canceled': 'CANCELED',
      },
      Limit: PAGE,
      ...(walk.from ? { ExclusiveStartKey: walk.from } : {}),
    }),
  );
  const read = await readItems({ table, tableName }, Items as Key[]);
  const behind = [...read.values()].map((item) => item as EnrollmentItem).filter((item) => isBehind(item, course));
  await inTurns(AT_ONCE, behind, (enrollment) => refresh(tableName, enrollment, course));
  return { read: Items.length, refreshed: behind.length, next: nextOf(walk, buckets.length, LastEvaluatedKey) };
}

function nextOf({ from: _, ...walk }: Walk, buckets: number, from: Walk['from']): Walk | null {
  if (from) return { ...walk, from };
  return walk.bucket + 1 < buckets ? { ...walk, bucket: walk.bucket + 1 } : null;
}

/** What its learner has done since it was read is read again. */
async function refresh(tableName: string, read: EnrollmentItem, course: CourseItem): Promise<void> {
  const cause = { actor: 'refresh-enrollments', request: course.cause.request, origin: 'refresh-enrollments' };
  const update = async (enrollment: EnrollmentItem | undefined): Promise<void> => {
    if (!enrollment || !isBehind(enrollment, course)) return;
    await table.send(enrollmentUpdate(tableName, enrollment, course, new Date().toISOString(), cause));
  };
  try {
    await update(read);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    await withRetries(
      () => false,
      async () => update(await readAgain(tableName, read)),
    );
  }
}

async function readAgain(tableName: string, { pk, sk }: Key): Promise<EnrollmentItem | undefined> {
  const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true }));
  return Item as EnrollmentItem | undefined;
}
