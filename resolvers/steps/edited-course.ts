import type { Context } from '@aws-appsync/utils';
import type { Course } from '../../generated/schema.ts';
import { toCourse } from '../../model/card.ts';
import { rateLimited } from '../../model/errors.ts';
import type { EditStash } from './editing.ts';
import { refuseIf } from './refuse.ts';

/** The answer of every edit, once its rounds are over. */
export function editedCourse(ctx: Context<object, EditStash>): Course | null {
  const { edited, counts } = ctx.stash;
  // Each round was overtaken by others.
  if (!edited) refuseIf(rateLimited());
  return edited ? toCourse(edited, counts ?? null) : null;
}
