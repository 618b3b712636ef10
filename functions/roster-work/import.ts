import { GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { CourseItem } from '../../model/course.ts';
import type { DomainEvent } from '../../model/events.ts';
import { courseUlidOf, rosterImportPartsOf } from '../../model/ids.ts';
import { courseKey, type Key } from '../../model/keys.ts';
import {
  ROWS_A_CHUNK,
  type ImportChunkItem,
  type ImportRow,
  type RosterImportItem,
} from '../../model/roster-import.ts';
import { importChunkKey, rosterImportKey } from '../../model/roster-keys.ts';
import { inTurns } from '../shared/in-turns.ts';
import { table } from '../shared/table.ts';
import { workOnRow, type RowWork } from './row.ts';

/** Others use the table too. */
const AT_ONCE = 10;

/** @returns whether the import is done; it is not where there was no time for all */
export async function workOnImport(
  tableName: string,
  event: DomainEvent<'RosterImport'>,
  hasTime: () => boolean,
): Promise<boolean> {
  const courseUlid = courseUlidOf(event.data.courseId) ?? '';
  const importUlid = rosterImportPartsOf(event.data.importId)?.ulid ?? '';
  const key = rosterImportKey(courseUlid, importUlid);
  const item = await read<RosterImportItem>(tableName, key);
  const course = await read<CourseItem>(tableName, courseKey(courseUlid));
  if (!item || item.isDone || !course) return true;
  const cause = { actor: item.requesterId, request: event.id, origin: 'Mutation.importRoster' };
  const work: RowWork = { reader: { table, tableName }, course, cause };
  let worked = 0;
  for (let place = 0; place < Math.ceil(item.total / ROWS_A_CHUNK); place += 1) {
    const chunk = await read<ImportChunkItem>(tableName, importChunkKey(importUlid, place));
    if (!chunk || chunk.isDone) continue;
    // One at least: a run that did none would be followed by its like for ever.
    if (worked > 0 && !hasTime()) return false;
    await finishChunk(tableName, key, chunk, await workOnRows(work, chunk.rows));
    worked += 1;
  }
  await finish(tableName, key, cause);
  return true;
}

async function read<Item extends Key>(tableName: string, { pk, sk }: Key): Promise<Item | null> {
  const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true }));
  return (Item as Item | undefined) ?? null;
}

async function workOnRows(work: RowWork, rows: readonly ImportRow[]): Promise<ImportRow[]> {
  const done: ImportRow[] = [...rows];
  await inTurns(AT_ONCE, [...rows.entries()], async ([place, row]) => {
    done[place] = await workOnRow(work, row);
  });
  return done;
}

/** Results and progress in one write, once: who comes again after a crash has worked the rows again to the same end. */
async function finishChunk(tableName: string, key: Key, chunk: ImportChunkItem, rows: readonly ImportRow[]) {
  const counts = Map.groupBy(rows, ({ status = 'INVALID' }) => status);
  const names = [...counts.keys()];
  const { pk, sk } = chunk;
  try {
    await table.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName: tableName,
              Item: { ...chunk, rows, isDone: true },
              ConditionExpression: 'isDone = :false',
              ExpressionAttributeValues: { ':false': false },
            },
          },
          {
            Update: {
              TableName: tableName,
              Key: { pk: key.pk, sk: key.sk },
              UpdateExpression: `SET #processed = #processed + :rows, ${names
                .map((_, place) => `counts.#s${place} = if_not_exists(counts.#s${place}, :none) + :s${place}`)
                .join(', ')}`,
              ConditionExpression: 'attribute_exists(pk)',
              ExpressionAttributeNames: {
                '#processed': 'processed',
                ...Object.fromEntries(names.map((name, place) => [`#s${place}`, name])),
              },
              ExpressionAttributeValues: {
                ':rows': rows.length,
                ':none': 0,
                ...Object.fromEntries(names.map((name, place) => [`:s${place}`, counts.get(name)?.length ?? 0])),
              },
            },
          },
        ],
      }),
    );
  } catch (error) {
    const isDone =
      error instanceof TransactionCanceledException && (await read<ImportChunkItem>(tableName, { pk, sk }))?.isDone;
    if (!isDone) throw error;
  }
}

async function finish(tableName: string, { pk, sk }: Key, cause: object): Promise<void> {
  try {
    await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk, sk },
        UpdateExpression: 'SET isDone = :true, #cause = :cause',
        ConditionExpression: 'isDone = :false',
        ExpressionAttributeNames: { '#cause': 'cause' },
        ExpressionAttributeValues: { ':true': true, ':false': false, ':cause': cause },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
