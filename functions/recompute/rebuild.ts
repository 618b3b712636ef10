import type { Logger } from '@aws-lambda-powertools/logger';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import { bookNames, booksOf, type AsOf, type Rebuild } from '../shared/folds/books.ts';
import { aggregateName, type Counts, type Fold, type Item, type Sums } from '../shared/folds/fold.ts';
import { inTurns } from '../shared/in-turns.ts';
import { withRetries } from '../shared/with-retries.ts';
import { asOfScan, hasSeen, recount } from './recount.ts';
import { itemsOf, journalOf } from './sources.ts';

/** Where a rebuild reaches out to. */
export interface RebuildPorts {
  readonly table: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly cause: Cause;
  readonly logger: Logger;
  readonly now: () => number;
  /** New each time. */
  readonly newId: () => string;
  /** Waits as long as an index or the stream may be behind the table. */
  readonly settle: () => Promise<void>;
}

/** Of one kind's aggregate. */
interface Task {
  readonly fold: Fold;
  readonly id: string;
  readonly ports: RebuildPorts;
}

const QUERIES_AT_ONCE = 16;
const COMMITS = 20;
const ROUNDS = 3;

/**
 * Rebuilds the totals of an aggregate from its items while they are written on. From the beginning to the commit folds
 * write into a journal and leave the totals alone. What an item counts is what the journal says last, else what the scan
 * saw: the next record that is folded starts from there. docs/decisions/012 proves it.
 * @param since when the totals were found wrong, in seconds since the epoch: a rebuild that began later has mended them
 * @returns what it counted; null where it needs not, or the item that holds the totals is gone
 * @throws Error where others keep it from being written; to be tried again
 */
export async function rebuild(fold: Fold, id: string, since: number, ports: RebuildPorts): Promise<Sums | null> {
  const task = { fold, id, ports };
  if (hasSeen(booksOf(fold, await totalsOf(task)).asOf, since)) return null;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = ports.now();
    const standing = await begin(task);
    if (!standing) return null;
    await ports.settle();
    const counted = await scan(task);
    const asOf = asOfScan(standing.at, ports.now());
    await ports.settle();
    const outcome = await commit(task, standing.id, counted, asOf);
    if ('totals' in outcome) return outcome.totals;
    // Another rebuild has ended this one. Unless it began no earlier, it may have read before what we were called for.
    if (outcome.rebuilt && outcome.rebuilt.began >= began) return null;
  }
  throw new Error(`${aggregateName(fold, id)} was rebuilt by others ${ROUNDS} times while it was read.`);
}

/** From now on folds write into the journal. A rebuild that stands, whoever began it, is gone on with. */
async function begin({ fold, id, ports }: Task): Promise<Rebuild | null> {
  const { rebuild: name } = bookNames(fold);
  const fresh: Rebuild = { id: ports.newId(), rev: 0, at: ports.now() };
  const stamp = Object.entries(fold.stamp?.(id) ?? {});
  try {
    const { Attributes } = await retried(() =>
      ports.table.send(
        new UpdateCommand({
          TableName: ports.tableName,
          Key: fold.totals(id),
          UpdateExpression:
            'SET #entity = :entity, #v = :v, #cause = :cause, #rebuild = if_not_exists(#rebuild, :fresh)' +
            // Short: an expression holds 4 KB, and some kinds count a hundred names.
            fold.names.map((_, index) => `,#c${index}=if_not_exists(#c${index},:none)`).join('') +
            stamp.map((_, index) => `, #stamp${index} = :stamp${index}`).join(''),
          ...(fold.totalsMustExist ? { ConditionExpression: 'attribute_exists(pk)' } : {}),
          ExpressionAttributeNames: {
            ...STAMP_NAMES,
            ...countNames(fold.names),
            ...Object.fromEntries(stamp.map(([attribute], index) => [`#stamp${index}`, attribute])),
            '#rebuild': name,
          },
          ExpressionAttributeValues: {
            ...stampValues(fold, ports.cause),
            ...Object.fromEntries(stamp.map(([, value], index) => [`:stamp${index}`, value])),
            ':fresh': fresh,
            ':none': 0,
          },
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return booksOf(fold, Attributes).rebuild ?? null;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}

async function totalsOf({ fold, id, ports: { table, tableName } }: Task): Promise<Item | undefined> {
  const { Item: totals } = await table.send(
    new GetCommand({ TableName: tableName, Key: fold.totals(id), ConsistentRead: true }),
  );
  return totals as Item | undefined;
}

/** What each item counts that counts anything. */
async function scan({ fold, id, ports }: Task): Promise<Map<string, Counts>> {
  const counted = new Map<string, Counts>();
  await inTurns(QUERIES_AT_ONCE, fold.sources(id), async (source) => {
    for await (const item of itemsOf(ports, source)) {
      const counts = countOf(fold, id, item, ports.logger);
      if (counts) counted.set(`${item.pk} ${item.sk}`, counts);
    }
  });
  return counted;
}

/** An item that can't be counted counts nothing, until it is written again: that record can't be folded either. */
function countOf(fold: Fold, id: string, item: Item, logger: Logger): Counts | undefined {
  try {
    return fold.count(item).find((counted) => counted.id === id)?.counts;
  } catch (error) {
    const { pk, sk } = item;
    logger.error('An item can not be counted', { aggregate: aggregateName(fold, id), pk, sk, error: error as Error });
    return undefined;
  }
}

type Outcome = { readonly totals: Sums } | { readonly rebuilt: AsOf | undefined };

/** Writes the totals by the journal as it stands; where that has grown meanwhile, by the longer one. */
async function commit(
  task: Task,
  rebuildId: string,
  counted: ReadonlyMap<string, Counts>,
  asOf: AsOf,
): Promise<Outcome> {
  const { fold, id, ports } = task;
  for (let attempt = 0; attempt < COMMITS; attempt += 1) {
    const standing = await totalsOf(task);
    const books = booksOf(fold, standing);
    if (books.rebuild?.id !== rebuildId) return { rebuilt: books.asOf };
    const journal = await journalOf(ports, aggregateName(fold, id), rebuildId);
    const recounted = Object.entries(recount(fold, standing as Item, counted, journal));
    const totals = Object.fromEntries(recounted.filter(([name]) => !fold.isForgotten?.(name, ports.now())));
    if (await write(task, books.rebuild, totals, asOf)) return { totals };
  }
  throw new Error(`${aggregateName(fold, id)} was written at each of ${COMMITS} attempts to rebuild it.`);
}

/** @returns false where the journal has grown */
async function write({ fold, id, ports }: Task, seen: Rebuild, totals: Sums, asOf: AsOf): Promise<boolean> {
  const names = bookNames(fold);
  const counts = Object.entries(totals);
  try {
    await retried(() =>
      ports.table.send(
        new UpdateCommand({
          TableName: ports.tableName,
          Key: fold.totals(id),
          UpdateExpression:
            'SET #cause = :cause, #asOf = :asOf' +
            counts.map((_, index) => `,#c${index}=:c${index}`).join('') +
            ' REMOVE #rebuild',
          ConditionExpression: '#rebuild.#id = :id AND #rebuild.#rev = :rev',
          ExpressionAttributeNames: {
            '#cause': 'cause',
            '#asOf': names.asOf,
            '#rebuild': names.rebuild,
            '#id': 'id',
            '#rev': 'rev',
            ...countNames(Object.keys(totals)),
          },
          ExpressionAttributeValues: {
            ':cause': ports.cause,
            ':asOf': asOf,
            ':id': seen.id,
            ':rev': seen.rev,
            ...Object.fromEntries(counts.map(([, total], index) => [`:c${index}`, total])),
          },
        }),
      ),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function retried<Result>(work: () => Promise<Result>): Promise<Result> {
  return withRetries((error) => error instanceof ConditionalCheckFailedException, work);
}

function countNames(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [`#c${index}`, name]));
}

const STAMP_NAMES = { '#entity': 'entity', '#v': 'v', '#cause': 'cause' };

function stampValues({ entity }: Fold, cause: Cause) {
  return { ':entity': entity, ':v': 1, ':cause': cause };
}
