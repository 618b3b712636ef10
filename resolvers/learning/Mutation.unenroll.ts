import type { Context } from '@aws-appsync/utils';
import type { Enrollment, MutationUnenrollArgs } from '../../generated/schema.ts';
import { toEnrollment, type EnrollmentItem } from '../../model/enrollment.ts';

export function request() {
  return {};
}

export function response(ctx: Context<MutationUnenrollArgs, object, { result: EnrollmentItem }>): Enrollment {
  return toEnrollment(ctx.prev.result);
}
