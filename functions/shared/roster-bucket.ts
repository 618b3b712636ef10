import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { EnrollmentStatus } from '../../generated/schema.ts';
import { INDEXES } from '../../model/indexes.ts';
import { enrollmentKey, LEARNER, learningBucket, type Key } from '../../model/keys.ts';

/** Where in a course's roster a page begins: in which of the sixteen partitions, after whom. */
export interface Cursor {
  readonly digit: string;
  /** Null: at the partition's beginning. */
  readonly after: string | null;
}

/** Learners in one of the partitions, as far as one request has read. */
export interface BucketPage {
  readonly subs: readonly string[];
  /** The last that was looked at where there are more, shown or not. */
  readonly last: string | null;
}

/** Reads who is enrolled from the partitions of `learningOfCourse`, where they lie by the first digit of their sub. */
export class BucketReader {
  readonly #roster;

  constructor(roster: {
    readonly table: DynamoDBDocumentClient;
    readonly tableName: string;
    readonly courseUlid: string;
    /** Null: whoever may learn. */
    readonly status: EnrollmentStatus | null;
  }) {
    this.#roster = roster;
  }

  /** One request. */
  async read({ digit, after }: Cursor, most: number): Promise<BucketPage> {
    const { table, tableName, courseUlid, status } = this.#roster;
    const bucket = learningBucket(courseUlid, digit);
    const { partitionKey, sortKey } = INDEXES.learningOfCourse;
    const { Items = [], LastEvaluatedKey } = await table.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: 'learningOfCourse' satisfies keyof typeof INDEXES,
        KeyConditionExpression: `${partitionKey} = :bucket AND ${sortKey} = :enrollment`,
        FilterExpression: status ? '#status = :status' : '#status <> :status',
        ProjectionExpression: 'pk',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':bucket': bucket,
          ':enrollment': enrollmentKey('', courseUlid).sk,
          ':status': status ?? 'CANCELED',
        },
        Limit: most,
        ...(after ? { ExclusiveStartKey: { ...enrollmentKey(after, courseUlid), [partitionKey]: bucket } } : {}),
      }),
    );
    return { subs: (Items as Key[]).map(subOfKey), last: LastEvaluatedKey ? subOfKey(LastEvaluatedKey as Key) : null };
  }
}

function subOfKey({ pk }: Key): string {
  return pk.slice(LEARNER.length);
}
