import type { BoardRecentItem, BoardTopItem, RecentRow, Row } from '../../../model/board.ts';
import type { Cause } from '../../../model/cause.ts';
import { boardRecentKey, boardTopKey, TIME_TO_LIVE } from '../../../model/keys.ts';
import { boardExpiry } from './scores.ts';

/** By whom and when. */
export interface Writer {
  readonly cause: Cause;
  /** ISO 8601. */
  readonly now: string;
}

/** The top as it is to be. @param before as it was read, or null */
export function topItem(
  board: string,
  before: BoardTopItem | null,
  state: Pick<BoardTopItem, 'rows' | 'floor' | 'through'>,
  writer: Writer,
): BoardTopItem {
  return { ...boardTopKey(board), entity: 'BoardTop', ...common(board, before, writer), ...state };
}

/**
 * What has changed since, as it is to be: rows that it has had keep since when.
 * @param before as it was read, or null
 */
export function recentItem(
  board: string,
  before: BoardRecentItem | null,
  { rows, ...state }: Pick<BoardRecentItem, 'floor' | 'rebuild'> & { readonly rows: readonly (Row | RecentRow)[] },
  writer: Writer,
): BoardRecentItem {
  const shared = common(board, before, writer);
  const stamped = rows.map(([sub, name, points, version, since = shared.version]): RecentRow => {
    return [sub, name, points, version, since];
  });
  return { ...boardRecentKey(board), entity: 'BoardRecent', ...shared, rows: stamped, ...state };
}

function common(board: string, before: { readonly version: number } | null, writer: Writer) {
  const expiresAt = boardExpiry(board);
  return {
    v: 1,
    version: (before?.version ?? 0) + 1,
    updatedAt: writer.now,
    ...(expiresAt === undefined ? {} : { [TIME_TO_LIVE]: expiresAt }),
    cause: writer.cause,
  } as const;
}

/** A write that fails where the item is not what was read. */
export function putIfUnchanged(tableName: string, item: BoardTopItem | BoardRecentItem) {
  return {
    TableName: tableName,
    Item: item,
    ConditionExpression: item.version === 1 ? 'attribute_not_exists(pk)' : '#version = :seen',
    ...(item.version === 1
      ? {}
      : {
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':seen': item.version - 1 },
        }),
  };
}
