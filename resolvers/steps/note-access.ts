import type { Context } from '@aws-appsync/utils';
import type { AccessNote } from '../../model/audit.ts';
import type { CourseItem } from '../../model/course.ts';
import { userId } from '../../model/ids.ts';
import { callerSub } from './caller.ts';

type Arguments = Record<string, unknown> & { readonly input?: Record<string, unknown> };

/**
 * Writes one line to the log, from where it goes into the audit trail: who, by which field, about what.
 * `functions/audit-log` judges the ids. Short, since it is part of many resolvers' code.
 */
export function noteAccess(
  ctx: Context,
  audit: AccessNote['audit'],
  objectIds: readonly string[],
  type?: string,
): void {
  const origin = `${ctx.info.parentTypeName}.${ctx.info.fieldName}`;
  const note: AccessNote = { audit, type, actor: callerSub(ctx), origin, objectIds };
  console.error(note);
}

/** What looks like an id in the arguments. */
export function givenIds(ctx: Context): string[] {
  const args = ctx.args as Arguments;
  const given = Object.values(args.input ?? args) as (string | null)[];
  return given.filter((id) => id !== null && id[3] === '_' && id.length < 120) as string[];
}

/** Notes that somebody reads what is another mentor's and not public: an Admin may. */
export function noteForeign(ctx: Context, { mentor }: Pick<CourseItem, 'mentor'>, objectIds: readonly string[]): void {
  if (mentor.id !== userId(callerSub(ctx) ?? '')) noteAccess(ctx, 'read', [...objectIds, mentor.id]);
}
