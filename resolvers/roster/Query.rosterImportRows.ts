import type { Context } from '@aws-appsync/utils';
import type { QueryRosterImportRowsArgs, RosterImportRowConnection } from '../../generated/schema.ts';
import { MOST_ROWS } from '../../model/roster-import.ts';
import { firstOf, pageLimit, wrongToken } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';

const DIGITS = '0123456789';

/** A page begins after a row, whose number the token is. */
function wrongRow(token: string | null | undefined) {
  if (token === null || token === undefined) return null;
  const isNumber = token.length > 0 && token.length < 5 && token.split('').every((digit) => DIGITS.includes(digit));
  return isNumber && +token <= MOST_ROWS ? null : wrongToken();
}

export function request(ctx: Context<QueryRosterImportRowsArgs>) {
  refuseIf(firstOf([pageLimit(ctx.args.limit), wrongRow(ctx.args.nextToken)]));
  return {};
}

export function response(
  ctx: Context<QueryRosterImportRowsArgs, object, { result: RosterImportRowConnection }>,
): RosterImportRowConnection {
  return ctx.prev.result;
}
