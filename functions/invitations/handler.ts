import type { Enrollment, Invitation } from '../../generated/schema.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import type { InvitationCall } from '../../model/invitation.ts';
import { accept } from './accept.ts';
import { end } from './end.ts';
import { inviteOne } from './invite-one.ts';
import { mine } from './mine.ts';

type Answer = FunctionAnswer<Enrollment | Invitation | readonly Invitation[]>;

/** Invitations go by digests of addresses, and texts in Unicode's normal form: neither is for AppSync's JavaScript. */
export function handler(call: InvitationCall): Promise<Answer> {
  if (call.operation === 'invite') return inviteOne(call);
  if (call.operation === 'mine') return mine(call);
  return call.operation === 'accept' ? accept(call) : end(call);
}
