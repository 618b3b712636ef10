import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBRecord } from 'aws-lambda';
import { paddedSequence } from '../shared/folds/contribution.ts';
import type { Fold } from '../shared/folds/fold.ts';
import { inTurns } from '../shared/in-turns.ts';
import { withRetries } from '../shared/with-retries.ts';
import { failedConditions, isImpossible } from '../shared/write-failures.ts';
import { changesOf, type Poison } from './contributions.ts';
import { countedCards, countsCopy } from './counts-copies.ts';
import { cardUpdate, editedCourses } from './course-cards.ts';
import { foldChange, type FoldPorts } from './fold-change.ts';

interface BatchPorts extends FoldPorts {
  readonly logger: Logger;
  /** Whether an aggregate is counted at present. */
  readonly isCounted: (fold: Fold, id: string) => boolean;
}

/** Aggregates that are written at once. */
const AT_ONCE = 10;

/**
 * Folds a batch: one write for each aggregate, one for each card whose course was edited, and one for the copy of each
 * card's counts. What can't be counted is
 * logged, its aggregates are rebuilt, and the batch goes on.
 * @returns the sequence number from which the batch is to come again; null when all is done
 */
export async function foldBatch(
  records: readonly DynamoDBRecord[],
  folds: readonly Fold[],
  ports: BatchPorts,
): Promise<string | null> {
  const { changes, poison } = changesOf(records, folds);
  await setAside(poison, ports);
  const counted = [...changes].filter(([, { fold, id }]) => ports.isCounted(fold, id));
  const failed: string[] = [];
  await inTurns(AT_ONCE, counted, async ([aggregate, change]) => {
    try {
      await foldChange(change, ports);
    } catch (error) {
      ports.logger.error('An aggregate can not be written', { aggregate, error: error as Error });
      if (isImpossible(error)) await ports.recompute(aggregate, 0);
      else failed.push(change.contributions[0]?.sequence ?? '');
    }
  });
  const { table, tableName, cause } = ports;
  const copies = [
    ...editedCourses(records).map(({ course, sequence }) => {
      return { sequence, of: course, write: () => table.send(cardUpdate(tableName, course, cause)) };
    }),
    ...countedCards(records).map((counted) => {
      return { ...counted, of: counted.card, write: () => table.send(countsCopy(tableName, counted, cause)) };
    }),
  ];
  await inTurns(AT_ONCE, copies, async ({ sequence, of, write }) => {
    try {
      await refresh(write);
    } catch (error) {
      ports.logger.error('A copy can not be written', { course: of.ulid, error: error as Error });
      failed.push(paddedSequence(sequence));
    }
  });
  return firstOf(records, failed);
}

/** A copy that is gone, or newer than the record, needs nothing. */
async function refresh(write: () => Promise<unknown>): Promise<void> {
  const isOver = (error: unknown): boolean => failedConditions(error).length > 0;
  try {
    await withRetries(isOver, write);
  } catch (error) {
    if (!isOver(error)) throw error;
  }
}

async function setAside(poison: readonly Poison[], { logger, recompute }: BatchPorts): Promise<void> {
  for (const { eventId, key, error, aggregates } of poison) {
    logger.error('A record can not be counted', { eventId, ...key, aggregates, error: error as Error });
  }
  const dirty = new Set(poison.flatMap(({ aggregates }) => aggregates));
  await inTurns(AT_ONCE, [...dirty], (aggregate) => recompute(aggregate, 0));
}

/** The record of the batch from which on something has not been folded, as the stream numbers it. */
function firstOf(records: readonly DynamoDBRecord[], failed: readonly string[]): string | null {
  const [first] = [...failed].sort();
  if (first === undefined) return null;
  const numbers = records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
  return numbers.find((number) => paddedSequence(number) === first) ?? numbers[0] ?? null;
}
