import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { newCard } from '../../model/card.ts';
import {
  isApproved,
  isPublishable,
  newCourseChange,
  publishedCourse,
  UNPUBLISHED_ONLY,
} from '../../model/course-change.ts';
import { courseCopy, courseCopyKeys } from '../../model/course-copy.ts';
import type { CourseItem } from '../../model/course.ts';
import type { Key } from '../../model/keys.ts';
import { table } from '../shared/table.ts';

/** What the sweep did with a course whose moment has come. */
export type Outcome = 'published' | 'canceled' | 'nothing';

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

interface Publication {
  readonly tableName: string;
  /** Whether it must be approved as it stands: an edit since it was planned has ended that. */
  readonly requiresApproval: boolean;
}

/** Publishes a course whose moment has come, once: the version that was read must still stand. */
export async function publishCourse(
  key: Key,
  now: Date,
  { tableName, requiresApproval }: Publication,
): Promise<Outcome> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName, Key: { pk: key.pk, sk: key.sk }, ConsistentRead: true }),
  );
  const course = Item as CourseItem | undefined;
  if (!course?.publishAt || Date.parse(course.publishAt) > now.getTime() || !isPublishable(course)) return 'nothing';
  const mayPublish = !requiresApproval || isApproved(course);
  const TransactItems = mayPublish ? publication(tableName, course, now) : cancellation(tableName, course, now);
  try {
    await table.send(new TransactWriteCommand({ TransactItems }));
    return mayPublish ? 'published' : 'canceled';
  } catch (error) {
    // Somebody edits it, or publishes it by hand: the next run looks again.
    if (error instanceof TransactionCanceledException) return 'nothing';
    throw error;
  }
}

const CAUSE = { actor: 'sweep', request: '', origin: 'sweep' };

function publication(TableName: string, course: CourseItem, now: Date): Write[] {
  const published = publishedCourse(course, now.toISOString(), CAUSE);
  const { status, publishedAt, version, copies } = published;
  const put = (Item: Key): Write => ({ Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } });
  const copy = courseCopy(published);
  return [
    courseUpdate(TableName, course, { status, publishedAt, version, copies }),
    put(newCard(published, now.getTime(), CAUSE)),
    put(newCourseChange(published, { action: 'PUBLISHED', reason: null, at: publishedAt })),
    ...courseCopyKeys(course).map((key) => put({ ...copy, ...key })),
  ];
}

const NOT_APPROVED = 'It was edited after it had been approved.';

function cancellation(TableName: string, course: CourseItem, now: Date): Write[] {
  const version = course.version + 1;
  const line = { action: 'UNSCHEDULED' as const, reason: NOT_APPROVED, at: now.toISOString() };
  const Item = newCourseChange({ ...course, version, cause: CAUSE }, line);
  return [
    courseUpdate(TableName, course, { version }),
    { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
  ];
}

/** Nothing is planned for it any more. */
function courseUpdate(TableName: string, { pk, sk, version }: CourseItem, set: Partial<CourseItem>): Write {
  const names = Object.keys(set) as (keyof CourseItem)[];
  const ends = names.includes('publishedAt') ? UNPUBLISHED_ONLY : ['publishAt', 'dueShard', 'dueAt'];
  return {
    Update: {
      TableName,
      Key: { pk, sk },
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}, `).join('')}#cause = :cause REMOVE ${ends.join(', ')}`,
      ConditionExpression: '#version = :seen',
      ExpressionAttributeNames: {
        '#cause': 'cause',
        '#version': 'version',
        ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ':cause': CAUSE,
        ':seen': version,
        ...Object.fromEntries(names.map((name) => [`:${name}`, set[name]])),
      },
    },
  };
}
