import type { AccountItem } from '../../model/account.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import type { SignInCall } from '../../model/sign-in-call.ts';
import { invite } from './invite.ts';
import { resend } from './resend.ts';
import { resetMfa } from './reset-mfa.ts';

/** What Admins do to people's sign-in, where the user pool is the one to do it. */
export function handler(call: SignInCall): Promise<FunctionAnswer<AccountItem | null>> {
  if (call.operation === 'invite') return invite(call);
  if (call.operation === 'resend') return resend(call);
  return resetMfa(call);
}
