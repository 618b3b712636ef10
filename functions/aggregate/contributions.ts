import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Key } from '../../model/keys.ts';
import type { Cause } from '../../model/cause.ts';
import { paddedSequence, type Contribution } from '../shared/folds/contribution.ts';
import { AGGREGATE_ORIGIN, aggregateName, namesIn, type Counts, type Fold, type Item } from '../shared/folds/fold.ts';

/** What the records of a batch change of one aggregate. */
export interface Change {
  readonly fold: Fold;
  readonly id: string;
  /** By sequence number, ascending. */
  readonly contributions: Contribution[];
}

/** A record that one kind of aggregates can't count. */
export interface Poison {
  readonly eventId: string;
  readonly key: Key;
  readonly error: unknown;
  /** Names of the aggregates that it may belong to. */
  readonly aggregates: readonly string[];
}

export interface BatchChanges {
  /** By the aggregate's name. */
  readonly changes: ReadonlyMap<string, Change>;
  readonly poison: readonly Poison[];
}

/** What a batch of the stream changes of aggregates: count after the write less count before it. Pure. */
export function changesOf(records: readonly DynamoDBRecord[], folds: readonly Fold[]): BatchChanges {
  const changes = new Map<string, Change>();
  const poison: Poison[] = [];
  for (const record of records) {
    const frame = frameOf(record);
    for (const fold of folds) {
      try {
        for (const [id, contribution] of contributionsOf(record, frame, fold)) add(changes, fold, id, contribution);
      } catch (error) {
        const aggregates = fold.touches(frame.key).map((id) => aggregateName(fold, id));
        poison.push({ eventId: record.eventID ?? '', key: frame.key, error, aggregates });
      }
    }
  }
  for (const { contributions } of changes.values()) contributions.sort(bySequence);
  return { changes, poison };
}

/** What can be said of a record before its images are read. */
function frameOf({ dynamodb = {} }: DynamoDBRecord) {
  const key = unmarshall((dynamodb.Keys ?? {}) as Record<string, AttributeValue>) as Key;
  return {
    key,
    sequence: paddedSequence(dynamodb.SequenceNumber ?? ''),
    time: dynamodb.ApproximateCreationDateTime ?? 0,
    source: `${key.pk} ${key.sk}`,
  };
}

function contributionsOf(
  { dynamodb = {} }: DynamoDBRecord,
  { key, ...place }: ReturnType<typeof frameOf>,
  fold: Fold,
): [id: string, contribution: Contribution][] {
  const [before, after] = [dynamodb.OldImage, dynamodb.NewImage].map((image) => {
    return image && (unmarshall(image as Record<string, AttributeValue>) as Item);
  });
  // A function's own write wakes no fold that has not asked for it.
  if (isByAggregate(after) && !fold.countsAggregates) return [];
  const was = countedBy(fold, before);
  const is = countedBy(fold, after);
  const ids = new Set([...was.keys(), ...is.keys()]);
  return [...ids].flatMap((id) => {
    const contribution = { ...place, before: was.get(id) ?? {}, after: is.get(id) ?? {} };
    if (fold.isClosed?.(id, place.time)) return [];
    return namesIn(fold, [contribution.before, contribution.after]).some(
      (name) => (contribution.before[name] ?? 0) !== (contribution.after[name] ?? 0),
    )
      ? [[id, contribution] as [string, Contribution]]
      : [];
  });
}

function isByAggregate(item: Item | undefined): boolean {
  return (item?.['cause'] as Cause | undefined)?.origin === AGGREGATE_ORIGIN;
}

function countedBy(fold: Fold, item: Item | undefined): ReadonlyMap<string, Counts> {
  return new Map((item ? fold.count(item) : []).map(({ id, counts }) => [id, counts]));
}

function add(changes: Map<string, Change>, fold: Fold, id: string, contribution: Contribution): void {
  const name = aggregateName(fold, id);
  const change = changes.get(name) ?? { fold, id, contributions: [] };
  changes.set(name, change);
  change.contributions.push(contribution);
}

function bySequence(one: Contribution, other: Contribution): number {
  return one.sequence < other.sequence ? -1 : 1;
}
