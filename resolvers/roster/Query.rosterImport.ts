import type { Context } from '@aws-appsync/utils';
import type { QueryRosterImportArgs, RosterImport } from '../../generated/schema.ts';
import { toRosterImport, type RosterImportItem } from '../../model/roster-import.ts';

export function request() {
  return {};
}

export function response(ctx: Context<QueryRosterImportArgs, object, { result: RosterImportItem }>): RosterImport {
  return toRosterImport(ctx.prev.result);
}
