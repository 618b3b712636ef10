import { setTimeout as delay } from 'node:timers/promises';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import {
  newest,
  unmerged,
  type BoardRecentItem,
  type BoardTopItem,
  type RecentRow,
  type Row,
} from '../../model/board.ts';
import { boardRecentKey, boardTopKey } from '../../model/keys.ts';
import { putIfUnchanged, recentItem, topItem, type Writer } from '../shared/boards/board-items.ts';
import {
  firstOf,
  isTooShort,
  mayBeListed,
  RECENT_ROWS,
  RECENT_ROWS_IN_REBUILD,
  type Score,
} from '../shared/boards/listing.ts';
import { itemIn, readItems, type Reader } from '../shared/read-items.ts';
import { peopleWith, type People } from '../shared/boards/board-people.ts';

/** Where the listing of scores reaches out to. */
export interface ListPorts extends Reader, Writer {
  /** Has a board made anew from its learners' points. */
  readonly recompute: (aggregate: string) => Promise<void>;
}

/** Each fails because somebody else has written the board: then it is read again. */
const ATTEMPTS = 12;
const FIRST_MS = 5;
const LONGEST_MS = 200;

/**
 * Brings the first of a board up to date with changes: one write at most. An older state never replaces a newer one, so
 * it makes no difference how often and in which order changes come.
 * @param read what has changed since the top was written, as it stood a moment ago
 * @throws Error where others write the board all the time; the batch is to come again
 */
export async function listScores(
  board: string,
  scores: readonly Score[],
  read: BoardRecentItem | null,
  ports: ListPorts,
): Promise<void> {
  let standing = read;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const recent = standing;
    const concerned = scores.filter((score) => mayBeListed(recent?.floor ?? 0, score) || nameIn(recent, score.sub));
    if (concerned.length === 0) return;
    const strangers = concerned.filter(({ sub }) => !nameIn(recent, sub)).map(({ sub }) => sub);
    const rows = rowsOf(concerned, recent, await peopleWith(board, strangers, ports));
    if (await write(board, recent, rows, ports)) return;
    await delay(Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
    standing = itemIn(await readItems(ports, [boardRecentKey(board)]), boardRecentKey(board));
  }
  throw new Error(`Board ${board} was written by others at each of ${ATTEMPTS} attempts.`);
}

function nameIn(recent: BoardRecentItem | null, sub: string): string | undefined {
  return recent?.rows.find((row) => row[0] === sub)?.[1];
}

/** Who enters does so as they are now: a change that comes late brings nobody back. */
function rowsOf(scores: readonly Score[], recent: BoardRecentItem | null, people: People): Row[] {
  return scores.flatMap(({ sub, after, version }): Row[] => {
    const name = nameIn(recent, sub);
    if (name) return [[sub, name, after, version]];
    const person = people.get(sub);
    return person ? [[sub, person.displayName, person.points, person.version]] : [];
  });
}

/** @returns false where the board is not what was read any more */
async function write(
  board: string,
  recent: BoardRecentItem | null,
  changed: readonly Row[],
  ports: ListPorts,
): Promise<boolean> {
  const news = changed.filter((row) => !isKnown(recent, row));
  if (news.length === 0) return true;
  const beside = withoutSubs(recent?.rows ?? [], news);
  const floor = recent?.floor ?? 0;
  const room = (recent?.rebuild ? RECENT_ROWS_IN_REBUILD : RECENT_ROWS) - news.length;
  if (beside.length <= room) return putRecent(board, recent, [...beside, ...news], floor, ports);

  const top = itemIn<BoardTopItem>(await readItems(ports, [boardTopKey(board)]), boardTopKey(board));
  // It was written with what was not there yet when we read: then what is recent may bring back what is over.
  if (top && top.through > (recent?.version ?? 0)) return false;
  const left = withoutSubs(unmerged(top, recent), news);
  if (left.length <= room) return putRecent(board, recent, [...left, ...news], top?.floor ?? 0, ports);
  return putTop({ board, recent, top, rows: newest(top?.rows ?? [], left.map(rowOf), news) }, ports);
}

function isKnown(recent: BoardRecentItem | null, [sub, , points, version]: Row): boolean {
  const known = recent?.rows.find((row) => row[0] === sub);
  return known !== undefined && (known[3] > version || (known[3] === version && known[2] === points));
}

function withoutSubs(rows: readonly RecentRow[], others: readonly Row[]): RecentRow[] {
  return rows.filter((row) => others.every((other) => other[0] !== row[0]));
}

function rowOf([sub, name, points, version]: RecentRow): Row {
  return [sub, name, points, version];
}

async function putRecent(
  board: string,
  recent: BoardRecentItem | null,
  rows: readonly (Row | RecentRow)[],
  floor: number,
  ports: ListPorts,
): Promise<boolean> {
  const rebuild = recent?.rebuild;
  const item = recentItem(board, recent, { rows, floor, ...(rebuild ? { rebuild } : {}) }, ports);
  return unlessChanged(() => ports.table.send(new PutCommand(putIfUnchanged(ports.tableName, item))));
}

interface TopWrite {
  readonly board: string;
  readonly recent: BoardRecentItem | null;
  readonly top: BoardTopItem | null;
  readonly rows: readonly Row[];
}

/**
 * What has changed is left where it is, so that nobody who reads in between misses it. Both are written at once only when
 * the board outgrows the list for the first time, for from then on its learners are counted, too; and when so much happens
 * that the board can't be made anew meanwhile: whoever was about to must begin again.
 */
async function putTop({ board, recent, top, rows }: TopWrite, ports: ListPorts): Promise<boolean> {
  const { table, tableName } = ports;
  const before = top?.floor ?? 0;
  const state = firstOf(rows, before);
  const { floor } = state;
  const item = topItem(board, top, { ...state, through: recent?.version ?? 0 }, ports);
  const outgrown = before === 0 && floor > 0;
  const done = await unlessChanged(() =>
    outgrown || recent?.rebuild
      ? table.send(
          new TransactWriteCommand({
            TransactItems: [
              { Put: putIfUnchanged(tableName, item) },
              { Put: putIfUnchanged(tableName, recentItem(board, recent, { rows: [], floor }, ports)) },
            ],
          }),
        )
      : table.send(new PutCommand(putIfUnchanged(tableName, item))),
  );
  if (done && (outgrown || isTooShort(item))) await ports.recompute(`board:${board}`);
  return done;
}

async function unlessChanged(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException || isCanceled(error)) return false;
    throw error;
  }
}

function isCanceled(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = error.CancellationReasons?.map(({ Code }) => Code) ?? [];
  return codes.every((code) => code === 'None' || code === 'ConditionalCheckFailed' || code === 'TransactionConflict');
}
