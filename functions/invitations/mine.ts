import type { Invitation } from '../../generated/schema.ts';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { toInvitation, type InvitationCall } from '../../model/invitation.ts';
import { accountKey } from '../../model/keys.ts';
import { invitationsOf } from '../shared/invitations-of.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { reader } from './environment.ts';

/** Open invitations of the caller's address, the newest first. */
export async function mine({ sub }: InvitationCall): Promise<FunctionAnswer<readonly Invitation[]>> {
  const account = itemIn<AccountItem>(await readItems(reader, [accountKey(sub)]), accountKey(sub));
  const now = new Date().toISOString();
  const inactive = inactiveAccount(account, now);
  if (inactive || !account) return inactive ? { refusal: inactive } : { value: [] };
  const open = await invitationsOf(reader, account.email);
  return { value: open.map((invitation) => toInvitation(invitation, now)) };
}
