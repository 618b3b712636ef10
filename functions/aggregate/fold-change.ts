import { TransactWriteCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import type { Contribution } from '../shared/folds/contribution.ts';
import { booksOf, remainder, type Books } from '../shared/folds/books.ts';
import { aggregateName, type Fold } from '../shared/folds/fold.ts';
import { withRetries } from '../shared/with-retries.ts';
import { failedConditions, isImpossible, type FailedCondition } from '../shared/write-failures.ts';
import type { Change } from './contributions.ts';
import { addWrites, journalWrites } from './total-writes.ts';

/** Where the fold reaches out to. */
export interface FoldPorts {
  readonly table: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Shard that the batch comes from. */
  readonly shardId: string;
  readonly cause: Cause;
  readonly nowSeconds: () => number;
  /** Has an aggregate rebuilt from its items. */
  readonly recompute: (aggregate: string, delaySeconds: number) => Promise<void>;
}

/** What is known of the totals, once a write has failed by them. */
interface Standing extends Books {
  readonly isGone?: boolean;
}

/** Each fails by what the one before did not know: a mark, a rebuild that begins or ends, one that has ended. */
const LOOKS = 6;
/** As long as a rebuild takes that is under way. */
const LATE_SECONDS = 60;

/**
 * Writes what a batch changes of an aggregate, exactly once: however often the batch comes, and wherever it was cut.
 * @throws what no retry has helped; the batch is to come again
 */
export async function foldChange({ fold, id, contributions }: Change, ports: FoldPorts): Promise<void> {
  let left: readonly Contribution[] = contributions;
  let standing: Standing = {};
  for (let look = 0; look < LOOKS; look += 1) {
    const rest = remainder(left, standing);
    if (rest.isUnsure) await ports.recompute(aggregateName(fold, id), LATE_SECONDS);
    left = rest.left;
    if (left.length === 0 || standing.isGone) return;
    const seen = await write(fold, id, left, standing, ports);
    if (!seen) return;
    standing = seen;
  }
  throw new Error(`${aggregateName(fold, id)} changed at each of ${LOOKS} looks.`);
}

/** @returns what stands there, where the write failed by it */
async function write(
  fold: Fold,
  id: string,
  contributions: readonly Contribution[],
  { rebuild }: Standing,
  { table, tableName, shardId, cause, nowSeconds }: FoldPorts,
): Promise<Standing | null> {
  const planned = { fold, id, contributions, tableName, shardId, cause, nowSeconds: nowSeconds() };
  const writes = rebuild ? journalWrites(planned, rebuild) : addWrites(planned);
  const [first] = writes;
  try {
    await withRetries(
      (error) => isImpossible(error) || failedConditions(error).length > 0,
      async () => {
        if (writes.length === 1 && first?.Update) await table.send(new UpdateCommand(first.Update));
        else await table.send(new TransactWriteCommand({ TransactItems: [...writes] }));
      },
    );
    return null;
  } catch (error) {
    const failed = failedConditions(error);
    if (failed.length === 0) throw error;
    return standingAfter(fold, failed);
  }
}

function standingAfter(fold: Fold, failed: readonly FailedCondition[]): Standing {
  const totals = failed.find(({ index }) => index === 0);
  const mark = failed.find(({ index }) => index === 1)?.item?.['mark'];
  return {
    ...booksOf(fold, totals?.item ?? undefined),
    ...(mark ? { mark: mark as string } : {}),
    ...(totals && !totals.item && fold.totalsMustExist ? { isGone: true } : {}),
  };
}
