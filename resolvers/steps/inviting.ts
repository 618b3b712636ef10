import type { Context, LambdaRequest } from '@aws-appsync/utils';
import { causeOf, signedInSub } from './caller.ts';

type Ask =
  | { operation: 'invite'; clientToken: string; courseId: string; email: string }
  | { operation: 'accept' | 'decline' | 'revoke'; id: string }
  | { operation: 'mine' };

/** What the function behind invitations is asked for. */
export function askInvitations(ctx: Context, asked: Ask): LambdaRequest {
  const { actor, request } = causeOf(ctx);
  return { operation: 'Invoke', payload: { ...asked, sub: signedInSub(ctx), actor, request } };
}
