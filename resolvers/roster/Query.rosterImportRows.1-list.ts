import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { QueryRosterImportRowsArgs, RosterImportRowConnection } from '../../generated/schema.ts';
import {
  ROWS_A_CHUNK,
  toImportRow,
  type ImportChunkItem,
  type ImportRow,
  type RosterImportItem,
} from '../../model/roster-import.ts';
import { importChunkKey } from '../../model/roster-keys.ts';
import { DEFAULT_LIMIT } from '../../model/validation.ts';
import { orError } from '../steps/or-error.ts';

type RowsContext = Context<QueryRosterImportRowsArgs, object, { result: RosterImportItem }>;

/** Enough for a page of all rows; of those of one status more are looked through. */
const CHUNKS = 2;
const CHUNKS_OF_STATUS = 10;

function afterRow({ args }: RowsContext): number {
  return args.nextToken ? +args.nextToken : 0;
}

/** Rows lie in items of a hundred. */
export function request(ctx: RowsContext) {
  const from = importChunkKey(ctx.prev.result.ulid, Math.floor(afterRow(ctx) / ROWS_A_CHUNK));
  return {
    operation: 'Query',
    query: {
      expression: 'pk = :import AND sk >= :from',
      expressionValues: util.dynamodb.toMapValues({ ':import': from.pk, ':from': from.sk }),
    },
    limit: ctx.args.status ? CHUNKS_OF_STATUS : CHUNKS,
  };
}

export function response(ctx: RowsContext): RosterImportRowConnection {
  orError(ctx);
  const { status } = ctx.args;
  const limit = ctx.args.limit ?? DEFAULT_LIMIT;
  const after = afterRow(ctx);
  const { items } = ctx.result as { items: ImportChunkItem[] };
  const read: ImportRow[] = items.flatMap((chunk) => chunk.rows).filter((one) => one.row > after);
  const wanted = read.filter((one) => !status || one.status === status);
  const shown = wanted.slice(0, limit);
  const isFull = wanted.length > limit;
  const last = isFull ? (shown[limit - 1]?.row ?? 0) : (read[read.length - 1]?.row ?? ctx.prev.result.total);
  return {
    items: shown.map((one) => toImportRow(one)),
    nextToken: last < ctx.prev.result.total ? `${last}` : null,
  };
}
