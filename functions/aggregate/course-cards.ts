import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { CARD_FACTS, cardFacts } from '../../model/card.ts';
import type { Cause } from '../../model/cause.ts';
import type { CourseItem } from '../../model/course.ts';
import { cardKey, COURSE, courseKey } from '../../model/keys.ts';

/** A published course as a batch leaves it. */
export interface EditedCourse {
  readonly course: CourseItem;
  /** Of its last record, as the stream numbers it. */
  readonly sequence: string;
}

/** The published courses that a batch has written, each once. */
export function editedCourses(records: readonly DynamoDBRecord[]): readonly EditedCourse[] {
  const last = new Map<string, EditedCourse>();
  for (const { dynamodb = {} } of records) {
    const { pk, sk } = dynamodb.Keys ?? {};
    if (sk?.S !== courseKey('').sk || !pk?.S?.startsWith(COURSE) || !dynamodb.NewImage) continue;
    const course = unmarshall(dynamodb.NewImage as Record<string, AttributeValue>) as CourseItem;
    if (course.status !== 'PUBLISHED') continue;
    last.set(course.ulid, { course, sequence: dynamodb.SequenceNumber ?? '' });
  }
  return [...last.values()];
}

/** Brings a card in line with its course. Safe to repeat; what is older than the card, or no news, changes nothing. */
export function cardUpdate(tableName: string, course: CourseItem, cause: Cause): UpdateCommand {
  const facts = cardFacts(course);
  const update: UpdateCommandInput = {
    TableName: tableName,
    Key: cardKey(course.ulid),
    UpdateExpression: `SET ${CARD_FACTS.map((name) => `#${name} = :${name}`).join(', ')}, #cause = :cause`,
    ConditionExpression: '#course <> :course AND #course.#version <= :version',
    ExpressionAttributeNames: {
      ...Object.fromEntries(CARD_FACTS.map((name) => [`#${name}`, name])),
      '#version': 'version',
      '#cause': 'cause',
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(CARD_FACTS.map((name) => [`:${name}`, facts[name]])),
      ':version': course.version,
      ':cause': cause,
    },
  };
  return new UpdateCommand(update);
}
