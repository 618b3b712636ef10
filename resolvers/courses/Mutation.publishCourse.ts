import type { Context } from '@aws-appsync/utils';
import type { Course, MutationPublishCourseArgs } from '../../generated/schema.ts';
import { toCourse } from '../../model/card.ts';
import { rateLimited } from '../../model/errors.ts';
import { range } from '../../model/validation.ts';
import type { PublishStash } from '../steps/publishing.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationPublishCourseArgs>) {
  refuseIf(range('version', ctx.args.input.version, 1, 2_147_483_647));
  return {};
}

export function response(ctx: Context<MutationPublishCourseArgs, PublishStash>): Course | null {
  const { published } = ctx.stash;
  if (!published) refuseIf(rateLimited());
  return published ? toCourse(published, null) : null;
}
