import { setTimeout as delay } from 'node:timers/promises';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BOARD_ROWS, newest, unmerged, type BoardRecentItem, type BoardTopItem, type Row } from '../../model/board.ts';
import { BUCKETS } from '../../model/histogram.ts';
import { boardRecentKey, boardTopKey, POINTS } from '../../model/keys.ts';
import type { PointsItem } from '../../model/points.ts';
import { peopleWith, type People } from '../shared/boards/board-people.ts';
import { putIfUnchanged, recentItem, topItem, type Writer } from '../shared/boards/board-items.ts';
import { firstOf } from '../shared/boards/listing.ts';
import { scoresOf } from '../shared/boards/scores.ts';
import { boardCounts } from '../shared/folds/board-counts.ts';
import type { Sums } from '../shared/folds/fold.ts';
import { inTurns } from '../shared/in-turns.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { itemsOf } from './sources.ts';

/** Where the making of a list reaches out to. */
export interface RelistPorts extends Writer {
  readonly table: DynamoDBDocumentClient;
  readonly tableName: string;
  /** New each time. */
  readonly newId: () => string;
}

const QUERIES_AT_ONCE = 16;
/** Rows that are held before those that will not be listed are dropped. */
const HELD_ROWS = 20 * BOARD_ROWS;
const ATTEMPTS = 20;
const FIRST_MS = 5;
const LONGEST_MS = 200;

/**
 * Makes the first of a board anew from its learners' points, while they change. From the beginning, changes down to where
 * the list is to end are kept beside it; so whoever is read before a change is not missed after it.
 * @param counts of the board's learners by bucket
 * @throws Error where others write the board all the time; to be tried again
 */
export async function relist(board: string, counts: Sums, ports: RelistPorts): Promise<void> {
  const rebuild = ports.newId();
  const floor = floorFor(counts);
  await repeated(board, async () => {
    const { recent } = await readBoard(board, ports);
    const state = { rows: recent?.rows ?? [], floor: Math.min(floor, recent?.floor ?? floor), rebuild };
    const item = recentItem(board, recent, state, ports);
    await ports.table.send(new PutCommand(putIfUnchanged(ports.tableName, item)));
  });
  const found = await scan(board, floor, ports);
  const people = await peopleOf(board, found, ports);
  await repeated(board, () => commit({ board, floor: found.floor, rebuild, ...people }, ports));
}

/** Points that so many have more of as a list holds, or a few more; 0 where there are not so many. */
function floorFor(counts: Sums): number {
  let above = 0n;
  const bucket = BUCKETS.findLastIndex((_, number) => (above += counts[`b${number}`] ?? 0n) >= BigInt(BOARD_ROWS));
  return Math.max(0, (BUCKETS[bucket] ?? 1) - 1);
}

interface Found {
  readonly rows: readonly Row[];
  readonly floor: number;
}

/** Learners with more points than the floor. Without their names: most will not be listed. */
async function scan(board: string, from: number, ports: RelistPorts): Promise<Found> {
  let found: Found = { rows: [], floor: from };
  await inTurns(QUERIES_AT_ONCE, boardCounts.sources(board), async (source) => {
    for await (const item of itemsOf(ports, source)) {
      const points = item as unknown as PointsItem;
      const score = scoresOf(points).get(board) ?? 0;
      if (score <= found.floor) continue;
      const rows = [...found.rows, [item.pk.slice(POINTS.length), '', score, points.version] as const];
      found = rows.length > HELD_ROWS ? firstOf(rows, found.floor) : { ...found, rows };
    }
  });
  return firstOf(found.rows, found.floor);
}

interface Commit {
  readonly board: string;
  readonly floor: number;
  readonly rebuild: string;
  /** Subs of those who are listed now, or shall be; and how they stand. */
  readonly asked: ReadonlySet<string>;
  readonly people: People;
}

/** Everybody who is found or listed, as they are now. */
async function peopleOf(board: string, { rows }: Found, ports: RelistPorts): Promise<Pick<Commit, 'asked' | 'people'>> {
  const { top, recent } = await readBoard(board, ports);
  const asked = new Set([...rows, ...(top?.rows ?? []), ...(recent?.rows ?? [])].map(([sub]) => sub));
  return { asked, people: await peopleWith(board, [...asked], ports) };
}

/** Does nothing where another has begun since. @throws Error where so much happens that it must begin again */
async function commit({ board, floor, rebuild, asked, people }: Commit, ports: RelistPorts): Promise<void> {
  const { top, recent } = await readBoard(board, ports);
  if (!recent?.rebuild) throw new Error(`Board ${board} changed so much that it could not be made anew.`);
  if (recent.rebuild !== rebuild) return;
  const isNewer = ([sub, , , version]: Row): boolean =>
    !asked.has(sub) || version > (people.get(sub)?.version ?? Infinity);
  const present = [...people].map(([sub, { displayName, points, version }]): Row => [
    sub,
    displayName,
    points,
    version,
  ]);
  const since = unmerged(top, recent).map(([sub, name, points, version]): Row => [sub, name, points, version]);
  const listed = firstOf(newest(present, (top?.rows ?? []).filter(isNewer), since.filter(isNewer)), floor);
  const through = recent.version;
  await ports.table.send(
    new TransactWriteCommand({
      TransactItems: [
        { Put: putIfUnchanged(ports.tableName, topItem(board, top, { ...listed, through }, ports)) },
        { Put: putIfUnchanged(ports.tableName, recentItem(board, recent, { rows: [], floor: listed.floor }, ports)) },
      ],
    }),
  );
}

interface Board {
  readonly top: BoardTopItem | null;
  readonly recent: BoardRecentItem | null;
}

async function readBoard(board: string, ports: RelistPorts): Promise<Board> {
  const [topKey, recentKey] = [boardTopKey(board), boardRecentKey(board)];
  const items = await readItems(ports, [topKey, recentKey]);
  return { top: itemIn<BoardTopItem>(items, topKey), recent: itemIn<BoardRecentItem>(items, recentKey) };
}

/** Again, where others have written the board meanwhile. */
async function repeated(board: string, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      const isBehind =
        error instanceof ConditionalCheckFailedException || error instanceof TransactionCanceledException;
      if (!isBehind) throw error;
      await delay(Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
    }
  }
  throw new Error(`Board ${board} was written by others at each of ${ATTEMPTS} attempts.`);
}
