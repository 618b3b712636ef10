import type { Context, LambdaRequest } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { AuditConnection, QueryAuditTrailArgs } from '../../generated/schema.ts';
import { toAuditEntry, type TrailPage, type TrailQuestion } from '../../model/audit.ts';
import { invalid, type Fault } from '../../model/errors.ts';
import { DEFAULT_LIMIT, wrongToken } from '../../model/validation.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

/** Without an id the trail is asked day by day. */
const LONGEST_DAYS = 31;
const DAY_MS = 86_400_000;

function milliseconds(time: string | null | undefined, otherwise: number): number {
  return time ? util.time.parseISO8601ToEpochMilliSeconds(time) : otherwise;
}

function wrongRange({ id, from, to }: TrailQuestion): Fault | null {
  if (from > to) return invalid('to', 'range', 'Give a `to` that is not before `from`.');
  if (id || to - from <= LONGEST_DAYS * DAY_MS) return null;
  return invalid('from', 'range', `Give a \`from\` at most ${LONGEST_DAYS} days before \`to\`, or one of the ids.`);
}

export function request(ctx: Context<QueryAuditTrailArgs>): LambdaRequest {
  const { personId, objectId, from, to, limit, nextToken } = ctx.args;
  const payload: TrailQuestion = {
    id: personId ?? objectId ?? null,
    from: milliseconds(from, 0),
    to: milliseconds(to, util.time.nowEpochMilliSeconds()),
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
  };
  refuseIf(wrongRange(payload));
  return { operation: 'Invoke', payload };
}

export function response(ctx: Context): AuditConnection {
  orError(ctx);
  const page = ctx.result as TrailPage;
  if (page.isTokenWrong) {
    refuseIf(wrongToken());
    return { items: [], nextToken: null };
  }
  return { items: page.items.map((line) => toAuditEntry(line)), nextToken: page.nextToken };
}
