import { setTimeout as delay } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { AccountItem } from '../../model/account.ts';
import type { BoardRecentItem, BoardTopItem, RecentRow, Row } from '../../model/board.ts';
import { accountKey, boardRecentKey, boardTopKey, pointsKey, USER, type Key } from '../../model/keys.ts';
import type { PointsItem } from '../../model/points.ts';
import { putIfUnchanged, type Writer } from '../shared/boards/board-items.ts';
import { scoresOf } from '../shared/boards/scores.ts';
import { itemIn, readItems, type Reader } from '../shared/read-items.ts';

const ATTEMPTS = 12;
const FIRST_MS = 5;

/** Subs of those whose name has changed. */
export function renamedIn(records: readonly DynamoDBRecord[]): ReadonlySet<string> {
  const subs = records.flatMap(({ dynamodb = {} }) => {
    const pk = dynamodb.Keys?.['pk']?.S ?? '';
    const [was, is] = [dynamodb.OldImage, dynamodb.NewImage].map((image) => image?.['displayName']?.S);
    return pk.startsWith(USER) && was && is && was !== is ? [pk.slice(USER.length)] : [];
  });
  return new Set(subs);
}

/** Writes somebody's present name wherever a board lists them. */
export async function renameOnBoards(sub: string, ports: Reader & Writer): Promise<void> {
  const people = await readItems(ports, [accountKey(sub), pointsKey(sub)]);
  const name = itemIn<AccountItem>(people, accountKey(sub))?.displayName;
  if (!name) return;
  const boards = [...scoresOf(itemIn<PointsItem>(people, pointsKey(sub)) ?? undefined).keys()];
  const keys = boards.flatMap((board) => [boardTopKey(board), boardRecentKey(board)]);
  const items = await readItems(ports, keys);
  for (const key of keys) await rename(sub, name, itemIn(items, key), ports);
}

type BoardItem = BoardTopItem | BoardRecentItem;

async function rename(sub: string, name: string, read: BoardItem | null, ports: Reader & Writer): Promise<void> {
  let item = read;
  for (let attempt = 1; item?.rows.some((row) => row[0] === sub && row[1] !== name); attempt += 1) {
    if (attempt > ATTEMPTS)
      throw new Error(`${item.pk} ${item.sk} was written by others at each of ${ATTEMPTS} attempts.`);
    try {
      await ports.table.send(new PutCommand(putIfUnchanged(ports.tableName, renamed(item, sub, name, ports))));
      return;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      await delay(Math.random() * FIRST_MS * 2 ** attempt);
      item = await readAgain(item, ports);
    }
  }
}

function renamed(item: BoardItem, sub: string, name: string, { cause }: Writer): BoardItem {
  const written = { version: item.version + 1, cause };
  const named = <One extends Row | RecentRow>(row: One): One => {
    return row[0] === sub ? (row.with(1, name) as unknown as One) : row;
  };
  if (item.entity === 'BoardTop') return { ...item, rows: item.rows.map(named), ...written };
  return { ...item, rows: item.rows.map(named), ...written };
}

async function readAgain(key: Key, reader: Reader): Promise<BoardItem | null> {
  return itemIn<BoardItem>(await readItems(reader, [key]), key);
}
