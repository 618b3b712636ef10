import type { Context } from '@aws-appsync/utils';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf, rosterImportPartsOf } from '../../model/ids.ts';
import type { RosterImportItem } from '../../model/roster-import.ts';
import { rosterImportKey } from '../../model/roster-keys.ts';
import { denyIf } from './deny.ts';
import { noteForeign } from './note-access.ts';
import { orError } from './or-error.ts';
import { itemsRead, pick } from './table.ts';
import { judgeTeaching, readTeaching } from './teaching.ts';

type ImportContext = Context<{ courseId: string; id: string }>;

function keyFor({ args }: ImportContext) {
  const courseUlid = courseUlidOf(args.courseId) ?? '';
  const parts = rosterImportPartsOf(args.id);
  return rosterImportKey(courseUlid, parts && parts.courseUlid === courseUlid ? parts.ulid : '-');
}

/** An import of the course, for those who teach it. */
export function request(ctx: ImportContext) {
  return readTeaching(ctx, ctx.args.courseId, [keyFor(ctx)]);
}

export function response(ctx: ImportContext): RosterImportItem | null {
  orError(ctx);
  const teaching = judgeTeaching(ctx, ctx.args.courseId);
  const found = pick<RosterImportItem>(itemsRead(ctx), keyFor(ctx));
  if (!found) denyIf(ctx, notFound('import'));
  if (teaching) noteForeign(ctx, teaching.course, [ctx.args.courseId, ctx.args.id]);
  return found;
}
