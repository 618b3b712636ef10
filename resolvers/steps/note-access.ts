import type { Context } from '@aws-appsync/utils';
import type { AccessNote } from '../../model/audit.ts';
import { callerSub } from './caller.ts';

type Arguments = Record<string, unknown> & { readonly input?: Record<string, unknown> };

/**
 * Writes one line to the log, from where it goes into the audit trail: who, by which field, and what looks like an id in
 * the arguments. `functions/audit-log` judges it. Short, since it is part of every resolver's code.
 */
export function noteAccess(ctx: Context, audit: AccessNote['audit'], type?: string): void {
  const { parentTypeName, fieldName } = ctx.info;
  const args = ctx.args as Arguments;
  const given = Object.values(args.input ?? args) as (string | null)[];
  const note: AccessNote = {
    audit,
    type,
    actor: callerSub(ctx),
    origin: `${parentTypeName}.${fieldName}`,
    objectIds: given.filter((id) => id !== null && id[3] === '_' && id.length < 120) as string[],
  };
  console.error(note);
}
