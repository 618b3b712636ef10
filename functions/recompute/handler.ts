import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { consume } from '../shared/consume.ts';
import { readEnv } from '../shared/env.ts';
import { AGGREGATE_ORIGIN } from '../shared/folds/fold.ts';
import { boardCounts } from '../shared/folds/board-counts.ts';
import { parseAggregate } from '../shared/folds/folds.ts';
import { Poison } from '../shared/poison.ts';
import type { RecomputeMessage } from '../shared/recompute-queue.ts';
import { table } from '../shared/table.ts';
import { RECOMPUTE_ENV } from './env.ts';
import { rebuild } from './rebuild.ts';
import { relist } from './relist.ts';

const env = readEnv(RECOMPUTE_ENV);
const logger = new Logger({ serviceName: 'recompute' });

/** Longer than an index is behind its table, or the fold behind the stream, unless something is wrong. */
const SETTLE_MS = 3_000;

/** Rebuilds aggregates from their items, online. */
export const handler = consume(logger, read, async ({ aggregate, since = Infinity }, { awsRequestId }) => {
  const parsed = parseAggregate(aggregate);
  if (!parsed) throw new Poison(`There is no aggregate "${aggregate}".`);
  const ports = {
    table,
    tableName: env.TABLE,
    cause: { actor: 'recompute', request: awsRequestId, origin: AGGREGATE_ORIGIN },
    newId: randomUUID,
  };
  const totals = await rebuild(parsed.fold, parsed.id, since, {
    ...ports,
    logger,
    now: () => Math.floor(Date.now() / 1000),
    settle: () => delay(SETTLE_MS),
  });
  if (totals && parsed.fold === boardCounts) {
    await relist(parsed.id, totals, { ...ports, now: new Date().toISOString() });
  }
  const said = totals ? { totals: textsOf(totals) } : { skipped: 'Its totals are gone, or have been rebuilt since.' };
  logger.info('An aggregate was rebuilt', { aggregate, ...said });
});

function read(message: unknown): RecomputeMessage {
  const { aggregate } = (message ?? {}) as Partial<RecomputeMessage>;
  if (typeof aggregate !== 'string') throw new Poison('The message names no aggregate.');
  return message as RecomputeMessage;
}

function textsOf(totals: Readonly<Record<string, bigint>>): Record<string, string> {
  return Object.fromEntries(Object.entries(totals).map(([name, total]) => [name, String(total)]));
}
