import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { EnrollmentConnection, QueryMyEnrollmentsArgs } from '../../generated/schema.ts';
import { toEnrollment, type EnrollmentItem } from '../../model/enrollment.ts';
import { ENROLLMENT, enrollmentKey } from '../../model/keys.ts';
import { DEFAULT_LIMIT, pageLimit } from '../../model/validation.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';
import { refuseIf } from '../steps/refuse.ts';

/** The caller's own partition: no token or argument leads out of it. */
export function request(ctx: Context<QueryMyEnrollmentsArgs>) {
  const { status, limit, nextToken } = ctx.args;
  refuseIf(pageLimit(limit));
  return {
    operation: 'Query',
    query: {
      expression: 'pk = :learner AND begins_with(sk, :enrollment)',
      expressionValues: util.dynamodb.toMapValues({
        ':learner': enrollmentKey(signedInSub(ctx), '').pk,
        ':enrollment': ENROLLMENT,
      }),
    },
    filter: {
      expression: status ? '#status = :status' : '#status <> :status',
      expressionNames: { '#status': 'status' },
      expressionValues: util.dynamodb.toMapValues({ ':status': status ?? 'CANCELED' }),
    },
    scanIndexForward: false,
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
  };
}

export function response(ctx: Context): EnrollmentConnection {
  tokenOrError(ctx);
  orError(ctx);
  const page = ctx.result as { items: EnrollmentItem[]; nextToken?: string | null };
  return { items: page.items.map((enrollment) => toEnrollment(enrollment)), nextToken: page.nextToken ?? null };
}
