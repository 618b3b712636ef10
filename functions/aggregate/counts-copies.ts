import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { COUNT_NAMES, type CardItem, type CourseCounts } from '../../model/card.ts';
import type { Cause } from '../../model/cause.ts';
import type { CountsCopyItem } from '../../model/course-copy.ts';
import { countsCopyKey } from '../../model/copy-keys.ts';
import { CARD } from '../../model/keys.ts';
import { paddedSequence } from '../shared/folds/contribution.ts';

/** A card as a batch leaves it. */
export interface CountedCard {
  readonly card: CardItem;
  /** Of its last record, as the stream numbers it. */
  readonly sequence: string;
}

/** The cards of which a batch has changed what is counted, each once. */
export function countedCards(records: readonly DynamoDBRecord[]): readonly CountedCard[] {
  const last = new Map<string, CountedCard>();
  for (const { dynamodb = {} } of records) {
    const { Keys, NewImage, OldImage, SequenceNumber: sequence = '' } = dynamodb;
    if (!Keys?.['pk']?.S?.startsWith(CARD) || !NewImage) continue;
    const [card, before] = [NewImage, OldImage ?? {}].map(
      (image) => unmarshall(image as Record<string, AttributeValue>) as CardItem,
    ) as [CardItem, CardItem];
    if (COUNT_NAMES.some((name) => (card[name] ?? 0) !== (before[name] ?? 0))) last.set(card.ulid, { card, sequence });
  }
  return [...last.values()];
}

/** Copies what a card counts to where a course page finds it by the slug. What is older than the copy changes nothing. */
export function countsCopy(tableName: string, { card, sequence }: CountedCard, cause: Cause): PutCommand {
  const counts: CourseCounts = Object.fromEntries(COUNT_NAMES.map((name) => [name, card[name] ?? 0]));
  const copy: CountsCopyItem = {
    ...countsCopyKey(card.slug),
    entity: 'CourseCounts',
    v: 1,
    ...counts,
    sequence: paddedSequence(sequence),
    cause,
  };
  return new PutCommand({
    TableName: tableName,
    Item: copy,
    ConditionExpression: 'attribute_not_exists(pk) OR #sequence < :sequence',
    ExpressionAttributeNames: { '#sequence': 'sequence' },
    ExpressionAttributeValues: { ':sequence': copy.sequence },
  });
}
