import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Invitation } from '../../generated/schema.ts';
import { conflict, notFound } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { invitationPartsOf } from '../../model/ids.ts';
import { toInvitation, type InvitationCall, type InvitationItem } from '../../model/invitation.ts';
import { invitationKey } from '../../model/roster-keys.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { readTaught } from '../shared/teaching.ts';
import { changeState, where } from './change-state.ts';
import { reader } from './environment.ts';
import { readOwn } from './own.ts';

type EndCall = Extract<InvitationCall, { id: string }>;

/** Ends an invitation: the invited person declines it, or who teaches the course takes it back. Safe to repeat. */
export async function end(call: EndCall): Promise<FunctionAnswer<Invitation>> {
  const declines = call.operation === 'decline';
  const found = await (declines ? readOwn(call, ['PENDING', 'DECLINED']) : readTaughtOne(call));
  if ('refusal' in found) return found;
  const invitation = found.value;
  const state = declines ? 'DECLINED' : 'REVOKED';
  const now = new Date().toISOString();
  if (invitation.state === state) return { value: toInvitation(invitation, now) };
  const { actor, request } = call;
  const origin = declines ? 'Mutation.declineInvitation' : 'Mutation.revokeInvitation';
  const isEnded = await where(new UpdateCommand(changeState(invitation, state, { actor, request, origin })));
  if (!isEnded) return { refusal: conflict('The invitation has been answered already.') };
  return { value: toInvitation({ ...invitation, state }, now) };
}

async function readTaughtOne({ sub, id }: EndCall): Promise<FunctionAnswer<InvitationItem>> {
  const parts = invitationPartsOf(id);
  const taught = await readTaught(reader, sub, parts?.courseUlid ?? null);
  if ('refusal' in taught) {
    return taught.refusal.type === 'NotFound' ? { refusal: notFound('invitation') } : taught;
  }
  const key = invitationKey(taught.value.ulid, parts?.ulid ?? '');
  const invitation = itemIn<InvitationItem>(await readItems(reader, [key]), key);
  return invitation ? { value: invitation } : { refusal: notFound('invitation') };
}
