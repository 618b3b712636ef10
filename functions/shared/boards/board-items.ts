import type { BoardRecentItem, BoardTopItem, Row } from '../../../model/board.ts';
import type { Cause } from '../../../model/cause.ts';
import { boardRecentKey, boardTopKey, TIME_TO_LIVE } from '../../../model/keys.ts';
import { boardExpiry } from './scores.ts';

/** What is written of a board's item. */
export interface BoardState {
  readonly rows: readonly Row[];
  readonly floor: number;
}

/** By whom and when. */
export interface Writer {
  readonly cause: Cause;
  /** ISO 8601. */
  readonly now: string;
}

/** The top as it is to be. @param before as it was read, or null */
export function topItem(board: string, before: BoardTopItem | null, state: BoardState, writer: Writer): BoardTopItem {
  return { ...boardTopKey(board), entity: 'BoardTop', ...common(board, before, state, writer) };
}

/** What has changed since, as it is to be. @param before as it was read, or null */
export function recentItem(
  board: string,
  before: BoardRecentItem | null,
  state: BoardState & Pick<BoardRecentItem, 'rebuild'>,
  writer: Writer,
): BoardRecentItem {
  const { rebuild } = state;
  return {
    ...boardRecentKey(board),
    entity: 'BoardRecent',
    ...common(board, before, state, writer),
    ...(rebuild ? { rebuild } : {}),
  };
}

function common(board: string, before: { readonly version: number } | null, state: BoardState, writer: Writer) {
  const expiresAt = boardExpiry(board);
  return {
    v: 1,
    rows: state.rows,
    floor: state.floor,
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
