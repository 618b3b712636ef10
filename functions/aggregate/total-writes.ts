import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import { foldJournalKey, foldMarkKey } from '../../model/job-keys.ts';
import { TIME_TO_LIVE } from '../../model/keys.ts';
import { deltasOf, type Contribution } from '../shared/folds/contribution.ts';
import { bookNames, type Rebuild } from '../shared/folds/books.ts';
import { aggregateName, namesIn, type Fold } from '../shared/folds/fold.ts';
import type { JournalItem } from '../shared/folds/journal.ts';

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type Update = NonNullable<Write['Update']>;

/** What is to be written, and by whom. */
export interface TotalsWrite {
  readonly fold: Fold;
  readonly id: string;
  /** By sequence number, at least one. */
  readonly contributions: readonly Contribution[];
  readonly tableName: string;
  readonly shardId: string;
  readonly cause: Cause;
  readonly nowSeconds: number;
}

/** A stream keeps records for a day: nothing older comes again. */
const KEPT_SECONDS = 48 * 3600;

/** Adds to the totals, unless a mark says that it has been done, or a rebuild is under way or has done it. */
export function addWrites(write: TotalsWrite): readonly Write[] {
  const { fold, id, contributions } = write;
  const { rebuild, asOf } = bookNames(fold);
  const newest = Math.max(...contributions.map(({ time }) => time));
  const names = namesIn(
    fold,
    contributions.flatMap(({ before, after }) => [before, after]),
  ).filter((name) => !fold.isForgotten?.(name, newest));
  const deltas = Object.entries(deltasOf(names, contributions));
  const adds = deltas.map((_, index) => `#count${index} :count${index}`).join(', ');
  const stamp = Object.entries(fold.stamp?.(id) ?? {});
  const stamps = stamp.map((_, index) => `, #stamp${index} = :stamp${index}`).join('');
  const forgotten = fold.forgets?.(newest) ?? [];
  const removes = forgotten.map((_, index) => `#gone${index}`).join(', ');
  const totals: Update = {
    TableName: write.tableName,
    Key: fold.totals(id),
    UpdateExpression:
      `SET #entity = :entity, #v = :v, #cause = :cause${stamps}` +
      (removes ? ` REMOVE ${removes}` : '') +
      (adds ? ` ADD ${adds}` : ''),
    ConditionExpression:
      'attribute_not_exists(#rebuild) AND (attribute_not_exists(#asOf) OR #asOf.#to < :oldest)' +
      (fold.totalsMustExist ? ' AND attribute_exists(pk)' : ''),
    ExpressionAttributeNames: {
      ...STAMP_NAMES,
      '#rebuild': rebuild,
      '#asOf': asOf,
      '#to': 'to',
      ...Object.fromEntries(deltas.map(([name], index) => [`#count${index}`, name])),
      ...Object.fromEntries(stamp.map(([name], index) => [`#stamp${index}`, name])),
      ...Object.fromEntries(forgotten.map((name, index) => [`#gone${index}`, name])),
    },
    ExpressionAttributeValues: {
      ...stampValues(fold.entity, write.cause),
      ':oldest': Math.min(...contributions.map(({ time }) => time)),
      ...Object.fromEntries(deltas.map(([, delta], index) => [`:count${index}`, delta])),
      ...Object.fromEntries(stamp.map(([, value], index) => [`:stamp${index}`, value])),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  return marked(write, totals);
}

/** Leaves it to the rebuild that is under way, unless a mark says that it has been done. */
export function journalWrites(write: TotalsWrite, rebuild: Rebuild): readonly Write[] {
  const { fold, id, contributions, tableName: TableName, cause } = write;
  const [first] = contributions;
  const journal: JournalItem = {
    ...foldJournalKey(aggregateName(fold, id), rebuild.id, first?.sequence ?? ''),
    entity: 'FoldJournal',
    v: 1,
    contributions,
    [TIME_TO_LIVE]: write.nowSeconds + KEPT_SECONDS,
    cause,
  };
  const totals: Update = {
    TableName,
    Key: fold.totals(id),
    UpdateExpression: 'SET #entity = :entity, #v = :v, #cause = :cause, #rebuild.#rev = #rebuild.#rev + :one',
    ConditionExpression: '#rebuild.#id = :rebuild',
    ExpressionAttributeNames: {
      ...STAMP_NAMES,
      '#rebuild': bookNames(fold).rebuild,
      '#rev': 'rev',
      '#id': 'id',
    },
    ExpressionAttributeValues: { ...stampValues(fold.entity, cause), ':one': 1, ':rebuild': rebuild.id },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  return [...marked(write, totals), { Put: { TableName, Item: journal } }];
}

/** The write of the totals first, with the mark in it or beside it. */
function marked(write: TotalsWrite, totals: Update): readonly Write[] {
  const { fold, id, contributions, tableName: TableName, shardId, cause, nowSeconds } = write;
  const values = { ':first': contributions[0]?.sequence, ':last': contributions.at(-1)?.sequence };
  const unmarked = '(attribute_not_exists(#mark) OR #mark < :first)';
  if (fold.marks === 'own') {
    const update: Update = {
      ...totals,
      UpdateExpression: totals.UpdateExpression?.replace('SET ', 'SET #mark = :last, '),
      ConditionExpression: `${unmarked} AND ${totals.ConditionExpression}`,
      ExpressionAttributeNames: { ...totals.ExpressionAttributeNames, '#mark': bookNames(fold).mark },
      ExpressionAttributeValues: { ...totals.ExpressionAttributeValues, ...values },
    };
    return [{ Update: update }];
  }
  const mark: Update = {
    TableName,
    Key: foldMarkKey(aggregateName(fold, id), shardId),
    UpdateExpression: 'SET #entity = :entity, #v = :v, #cause = :cause, #mark = :last, #expiresAt = :expiresAt',
    ConditionExpression: unmarked,
    ExpressionAttributeNames: { ...STAMP_NAMES, '#mark': 'mark', '#expiresAt': TIME_TO_LIVE },
    ExpressionAttributeValues: {
      ...stampValues('FoldMark', cause),
      ...values,
      ':expiresAt': nowSeconds + KEPT_SECONDS,
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  return [{ Update: totals }, { Update: mark }];
}

const STAMP_NAMES = { '#entity': 'entity', '#v': 'v', '#cause': 'cause' };

function stampValues(entity: string, cause: Cause) {
  return { ':entity': entity, ':v': 1, ':cause': cause };
}
