import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import type { CourseItem } from '../../model/course.ts';
import { enrolled, isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import { enrollmentKey, seatBlockKey } from '../../model/keys.ts';
import { HAS_FREE_SEAT, openBlocks, seatsIn, type SeatBlock } from '../../model/seats.ts';
import type { Reader } from './read-items.ts';
import { withRetries } from './with-retries.ts';

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Somebody whom others let into a course. */
export interface Admission {
  readonly sub: string;
  readonly course: CourseItem;
  readonly cause: Cause;
  /** Whether who was removed or has given up is enrolled again: only where they say so themselves. */
  readonly comesBack: boolean;
  /** Written with the enrollment, or not at all. */
  readonly also?: readonly Write[];
}

export type Admitted =
  | { readonly outcome: 'ENROLLED' | 'ALREADY_ENROLLED'; readonly enrollment: EnrollmentItem }
  | { readonly outcome: 'FULL' }
  | { readonly outcome: 'LEFT' };

/**
 * Enrolls a learner whom the course's mentor has asked for: a price is no obstacle, a seat is needed as by anybody. Others
 * who enroll at once make it try again.
 * @throws TransactionCanceledException after too many of them
 */
export function enrollLearner(reader: Reader, admission: Admission): Promise<Admitted> {
  const isFinal = (error: unknown) => !(error instanceof TransactionCanceledException);
  return withRetries(isFinal, () => attempt(reader, admission));
}

async function attempt({ table, tableName }: Reader, admission: Admission): Promise<Admitted> {
  const { sub, course, cause, comesBack, also = [] } = admission;
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName, Key: enrollmentKey(sub, course.ulid), ConsistentRead: true }),
  );
  const before = (Item as EnrollmentItem | undefined) ?? null;
  if (before?.status === 'CANCELED' && !comesBack) return { outcome: 'LEFT' };
  if (isLive(before)) return { outcome: 'ALREADY_ENROLLED', enrollment: before };
  const seatBlock = course.capacity ? await freeBlock({ table, tableName }, course) : null;
  if (seatBlock === undefined) return { outcome: 'FULL' };
  const now = new Date().toISOString();
  const enrollment = enrolled({ sub, course, before, seatBlock, now, cause });
  const put = { Put: { TableName: tableName, Item: enrollment, ...unchanged(before) } };
  const seat = seatBlock === null ? [] : [takeSeat(tableName, course, seatBlock, cause)];
  await table.send(new TransactWriteCommand({ TransactItems: [put, ...seat, ...also] }));
  return { outcome: 'ENROLLED', enrollment };
}

/** One of the blocks with a free seat, at random; undefined where there is none. */
async function freeBlock({ table, tableName }: Reader, course: CourseItem): Promise<number | undefined> {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :seats',
      ExpressionAttributeValues: { ':seats': seatBlockKey(course.ulid, 0).pk },
      ConsistentRead: true,
    }),
  );
  const open = openBlocks(course.capacity ?? 0, course.seatBlocks ?? 0, Items as SeatBlock[]);
  return open[Math.floor(Math.random() * open.length)];
}

/** The enrollment must still be what was read: none, or the canceled one. */
function unchanged(before: EnrollmentItem | null) {
  if (!before) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#status = :canceled AND enrolledAt = :enrolledAt',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':canceled': 'CANCELED', ':enrolledAt': before.enrolledAt },
  };
}

function takeSeat(tableName: string, course: CourseItem, block: number, cause: Cause): Write {
  return {
    Update: {
      TableName: tableName,
      Key: seatBlockKey(course.ulid, block),
      UpdateExpression: 'SET entity = :entity, v = :one, #block = :block, #cause = :cause ADD #taken :one',
      ConditionExpression: HAS_FREE_SEAT.expression,
      ExpressionAttributeNames: { ...HAS_FREE_SEAT.names, '#block': 'block', '#cause': 'cause' },
      ExpressionAttributeValues: {
        ':entity': 'SeatBlock',
        ':block': block,
        ':cause': cause,
        ':one': 1,
        ':seats': seatsIn(block, course.capacity ?? 0, course.seatBlocks ?? 1),
      },
    },
  };
}
