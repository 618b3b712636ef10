import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { POINTS, pointsKey, type Key } from '../../model/keys.ts';
import type { PointsItem } from '../../model/points.ts';
import type { Score } from '../shared/boards/listing.ts';
import { isClosed, scoresOf } from '../shared/boards/scores.ts';

/** What a batch of the stream changes of boards, by their names: of each learner the first state and the last. Pure. */
export function scoreChanges(records: readonly DynamoDBRecord[]): ReadonlyMap<string, readonly Score[]> {
  const boards = new Map<string, Map<string, Score>>();
  for (const { dynamodb = {} } of records) {
    const [key, old, fresh] = [dynamodb.Keys, dynamodb.OldImage, dynamodb.NewImage].map((image) => {
      return image && unmarshall(image as Record<string, AttributeValue>);
    }) as [Key, PointsItem | undefined, PointsItem | undefined];
    if (!key.pk.startsWith(POINTS) || key.sk !== pointsKey('').sk) continue;
    const sub = key.pk.slice(POINTS.length);
    const was = scoresOf(old);
    // Points of a week that are not kept any more are no points that were lost.
    const is = fresh ? scoresOf(fresh) : new Map([...was.keys()].map((board) => [board, 0]));
    const version = fresh ? fresh.version : (old?.version ?? 0) + 1;
    for (const [board, after] of is) {
      const before = was.get(board) ?? 0;
      if (before === after || isClosed(board, dynamodb.ApproximateCreationDateTime ?? 0)) continue;
      const scores = boards.get(board) ?? new Map<string, Score>();
      scores.set(sub, { sub, before: scores.get(sub)?.before ?? before, after, version });
      boards.set(board, scores);
    }
  }
  return new Map([...boards].map(([board, scores]) => [board, [...scores.values()]]));
}
