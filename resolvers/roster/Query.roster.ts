import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { EnrollmentConnection, QueryRosterArgs } from '../../generated/schema.ts';
import { toProfile } from '../../model/account.ts';
import { toEnrollment } from '../../model/enrollment.ts';
import type { RosterPage, RosterQuestion } from '../../model/roster.ts';
import { DEFAULT_LIMIT, pageLimit } from '../../model/validation.ts';
import { answered } from '../steps/answered.ts';
import { signedInSub } from '../steps/caller.ts';
import { noteForeign } from '../steps/note-access.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<QueryRosterArgs>): LambdaRequest {
  const { courseId, status, limit, nextToken } = ctx.args;
  refuseIf(pageLimit(limit));
  const payload: RosterQuestion = {
    courseId,
    sub: signedInSub(ctx),
    status: status ?? null,
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
  };
  return { operation: 'Invoke', payload };
}

export function response(ctx: Context<QueryRosterArgs>): EnrollmentConnection {
  orError(ctx);
  const { mentorId, entries, nextToken } = answered<RosterPage>(ctx);
  noteForeign(ctx, { mentor: { id: mentorId, displayName: '' } }, [ctx.args.courseId]);
  return {
    items: entries.map(({ enrollment, account }) => toEnrollment(enrollment, account ? toProfile(account) : null)),
    nextToken,
  };
}
