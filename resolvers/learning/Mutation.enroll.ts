import type { Context } from '@aws-appsync/utils';
import type { Enrollment, MutationEnrollArgs } from '../../generated/schema.ts';
import { toEnrollment } from '../../model/enrollment.ts';
import { rateLimited } from '../../model/errors.ts';
import type { EnrollStash } from '../steps/enrolling.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request() {
  return {};
}

export function response(ctx: Context<MutationEnrollArgs, EnrollStash>): Enrollment | null {
  const { enrollment } = ctx.stash;
  // Every attempt at a seat met somebody else's.
  if (!enrollment) refuseIf(rateLimited());
  return enrollment ? toEnrollment(enrollment) : null;
}
