import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBRecord } from 'aws-lambda';
import type { BoardRecentItem } from '../../model/board.ts';
import { boardRecentKey } from '../../model/keys.ts';
import type { Score } from '../shared/boards/listing.ts';
import { inTurns } from '../shared/in-turns.ts';
import { itemIn, readItems, type Reader } from '../shared/read-items.ts';
import { listScores, type ListPorts } from './list-scores.ts';
import { renamedIn, renameOnBoards } from './rename-on-boards.ts';
import { scoreChanges } from './score-changes.ts';

interface ListBatchPorts extends ListPorts {
  readonly logger: Logger;
}

/** Boards that are written at once. */
const AT_ONCE = 10;

/** What a batch changes of boards, and how they stood before it. */
export interface BoardBatch {
  readonly scores: ReadonlyMap<string, readonly Score[]>;
  readonly recent: ReadonlyMap<string, BoardRecentItem | null>;
}

/** Reads all boards of a batch at once. Consistently: a board that has begun to count must not miss a learner. */
export async function boardsOf(records: readonly DynamoDBRecord[], reader: Reader): Promise<BoardBatch> {
  const scores = scoreChanges(records);
  const keys = [...scores.keys()].map(boardRecentKey);
  const items = await readItems(reader, keys);
  const recent = [...scores.keys()].map((board) => {
    return [board, itemIn<BoardRecentItem>(items, boardRecentKey(board))] as const;
  });
  return { scores, recent: new Map(recent) };
}

/** As long as a board lists all its learners, their ranks are known without counting them. */
export function isOutgrown({ recent }: BoardBatch, board: string): boolean {
  return (recent.get(board)?.floor ?? 0) > 0;
}

/**
 * Brings the first of each board up to date with a batch: one write a board at most.
 * @returns whether all is done; else the batch is to come again
 */
export async function listBatch(
  records: readonly DynamoDBRecord[],
  { scores, recent }: BoardBatch,
  ports: ListBatchPorts,
): Promise<boolean> {
  let isDone = true;
  const attempt = async (what: object, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      ports.logger.error('A board can not be written', { ...what, error: error as Error });
      isDone = false;
    }
  };
  await inTurns(AT_ONCE, [...scores], ([board, changes]) =>
    attempt({ board }, () => listScores(board, changes, recent.get(board) ?? null, ports)),
  );
  for (const sub of renamedIn(records)) await attempt({ sub }, () => renameOnBoards(sub, ports));
  return isDone;
}
